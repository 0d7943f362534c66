/** Tests of what all decorators have in common. */
@NullMarked
package io.holdall.storage.decorator;

import org.jspecify.annotations.NullMarked;

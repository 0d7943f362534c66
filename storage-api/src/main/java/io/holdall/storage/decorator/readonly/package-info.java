/** A store that can be looked at and not changed. */
@NullMarked
package io.holdall.storage.decorator.readonly;

import org.jspecify.annotations.NullMarked;

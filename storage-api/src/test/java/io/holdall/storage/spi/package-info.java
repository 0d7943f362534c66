/** Tests of what backends build on. */
@NullMarked
package io.holdall.storage.spi;

import org.jspecify.annotations.NullMarked;

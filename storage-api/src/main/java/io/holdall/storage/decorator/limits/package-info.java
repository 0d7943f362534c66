/** How much may be stored where, and how often it may be written. */
@NullMarked
package io.holdall.storage.decorator.limits;

import org.jspecify.annotations.NullMarked;

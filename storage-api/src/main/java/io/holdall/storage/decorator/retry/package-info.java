/** Repeating what failed, where that is safe. */
@NullMarked
package io.holdall.storage.decorator.retry;

import org.jspecify.annotations.NullMarked;

/**
 * Caching: answers reads from memory, and from a second, larger and slower store, without ever
 * serving what a commit through it has replaced. {@link
 * io.holdall.storage.decorator.caching.Caching} is the entrance and says what is promised.
 */
@NullMarked
package io.holdall.storage.decorator.caching;

import org.jspecify.annotations.NullMarked;

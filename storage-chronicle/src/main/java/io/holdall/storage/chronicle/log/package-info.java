/**
 * The log of a store: what is in it is what the store holds. Commits are appended to segments, a
 * base holds what was there before the first of them, and the manifest says which files count.
 */
@NullMarked
package io.holdall.storage.chronicle.log;

import org.jspecify.annotations.NullMarked;

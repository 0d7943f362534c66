/** The reference backend: everything in one sorted map on the heap, nothing kept after close. */
@NullMarked
package io.holdall.storage.memory;

import org.jspecify.annotations.NullMarked;

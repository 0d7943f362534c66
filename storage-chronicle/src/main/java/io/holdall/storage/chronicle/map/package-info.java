/** The map off the heap that holds the entries of an open store, and the flags it needs. */
@NullMarked
package io.holdall.storage.chronicle.map;

import org.jspecify.annotations.NullMarked;

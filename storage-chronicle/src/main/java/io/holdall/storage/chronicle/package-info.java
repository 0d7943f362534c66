/**
 * Storage off the heap, for one process that wants its reads and writes fast: entries in a
 * Chronicle Map, kept by a log.
 */
@NullMarked
package io.holdall.storage.chronicle;

import org.jspecify.annotations.NullMarked;

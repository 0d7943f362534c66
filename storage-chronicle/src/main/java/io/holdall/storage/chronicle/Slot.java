package io.holdall.storage.chronicle;

import io.holdall.storage.chronicle.log.Versioned;

/**
 * What the index knows of an entry.
 *
 * @param version its version
 * @param length the length of its value
 */
record Slot(long version, int length) implements Versioned {}

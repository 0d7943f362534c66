package io.holdall.storage.chronicle.log;

/**
 * Where a log ends.
 *
 * @param sequence the last segment's sequence number, 0 if there is none
 * @param end where in it the next record would stand
 * @param bytes how long all records together are
 */
public record LogEnd(long sequence, int end, long bytes) {}

package io.holdall.storage.json.log;

import io.holdall.storage.json.index.Index;

/**
 * The state of the store after a commit. Immutable, so whoever holds one reads it without locks.
 *
 * @param index where the value of every key stands
 * @param segments the files in which they stand
 * @param end the place in the log behind the commit
 */
public record View(Index index, SegmentTable segments, LogPosition end) {}

package io.holdall.storage.json.log;

import io.holdall.storage.json.format.SegmentName;

/**
 * A place between two lines of the log.
 *
 * @param segment the segment
 * @param offset the byte in it where the next line begins
 * @param commit the last commit before this place
 * @param chain the checksums of the segment's lines before this place, chained
 */
public record LogPosition(SegmentName segment, long offset, long commit, int chain) {}

package io.holdall.storage.json;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.json.format.LineFormat;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import java.nio.file.Path;

/**
 * How a store is to be opened.
 *
 * @param directory where it is
 * @param capabilities durability, limits, and whether it is opened read-only
 * @param segmentBytes how long a segment may become, unless one commit is longer
 * @param garbageRatio what part of a segment must be garbage for it to be rewritten
 */
record JsonOptions(
    Path directory, Capabilities capabilities, long segmentBytes, double garbageRatio) {
  static final long LEAST_SEGMENT_BYTES = 1_024;
  static final long MOST_SEGMENT_BYTES = 1L << 30;

  /** A line is built in memory, and its values may be twice as long as they are. */
  private static final long LONGEST_LINE = Integer.MAX_VALUE - (1L << 20);

  private static final int LONGEST_OPERATION_FRAME = 64;

  JsonOptions {
    if (segmentBytes < LEAST_SEGMENT_BYTES || segmentBytes > MOST_SEGMENT_BYTES) {
      throw new Configuration(
          "Setting 'segment-bytes' must be from %d to %d"
              .formatted(LEAST_SEGMENT_BYTES, MOST_SEGMENT_BYTES));
    }
    if (!(garbageRatio > 0 && garbageRatio <= 1)) {
      throw new Configuration("Setting 'garbage-percent' must be from 1 to 100");
    }
    long frames = (long) LONGEST_OPERATION_FRAME * capabilities.maxBatchOperations();
    if (capabilities.maxBatchBytes() > LONGEST_LINE
        || LineFormat.longest(2 * capabilities.maxBatchBytes() + frames) > LONGEST_LINE) {
      throw new Configuration(
          "Settings 'max-batch-bytes' and 'max-batch-operations' allow a commit that is longer"
              + " than a line can be, about 2 GiB with values written as text");
    }
  }

  boolean isReadOnly() {
    return capabilities.readOnly();
  }

  boolean syncs() {
    return capabilities.durability() == Durability.POWER;
  }
}

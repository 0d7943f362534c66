package io.holdall.storage.chronicle;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.chronicle.log.Sizes;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * How a store is to be opened.
 *
 * @param directory where it is
 * @param capabilities durability, limits, and whether it is opened read-only
 * @param sizes the sizes it is to have, made from those that it has
 * @param segmentBytes how long a file of the log becomes, unless one commit is longer
 * @param garbageBytes how much longer than twice its content the log may become
 */
record ChronicleOptions(
    Path directory,
    Capabilities capabilities,
    UnaryOperator<Sizes> sizes,
    int segmentBytes,
    long garbageBytes) {
  /** A commit has to fit into one file of the log, with the frame of each operation. */
  private static final long LARGEST_BATCH = 1L << 30;

  private static final int LONGEST_OPERATION_FRAME = 64;

  ChronicleOptions {
    long frames = (long) LONGEST_OPERATION_FRAME * capabilities.maxBatchOperations();
    if (capabilities.maxBatchBytes() > LARGEST_BATCH || frames > LARGEST_BATCH / 2) {
      throw new Configuration(
          "Settings 'max-batch-bytes' and 'max-batch-operations' allow a commit that is longer"
              + " than a file of the log can be, about 1 GiB");
    }
  }

  boolean syncs() {
    return capabilities.durability() == Durability.POWER;
  }
}

package io.holdall.storage.encryption;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities;

/** What an encrypted store takes, so that it still fits the store when it is encrypted. */
final class Limits {
  private Limits() {}

  static Capabilities within(Capabilities store, Opening opening) {
    int valueGrowth = ValueCipher.overhead(opening.keys());
    boolean names = !opening.names().isEmpty();
    long growth = valueGrowth + (names ? store.maxKeyBytes() : 0L);
    // At most half of a batch is left to what encryption adds, so small limits stay usable.
    long operations = Math.min(store.maxBatchOperations(), store.maxBatchBytes() / (2 * growth));
    operations = Math.max(1, operations);
    long batchBytes = store.maxBatchBytes() - operations * growth;
    long valueBytes = Math.min((long) store.maxValueBytes() - valueGrowth, batchBytes);
    if (valueBytes < 1) {
      throw new Configuration("This store takes too small values for encrypted ones to fit");
    }
    return store.toBuilder()
        .maxKeyBytes(names ? NameCipher.longestKey(store.maxKeyBytes()) : store.maxKeyBytes())
        .maxValueBytes((int) valueBytes)
        .maxBatchOperations((int) operations)
        .maxBatchBytes(batchBytes)
        .build();
  }
}

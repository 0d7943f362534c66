package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StorageStats;

/** A store that is open for writing, or for reading only. */
sealed interface OpenStore permits WritableStore, ReadOnlyStore {
  Readers readers();

  CommitResult commit(WriteBatch batch);

  StorageStats stats();

  void close();
}

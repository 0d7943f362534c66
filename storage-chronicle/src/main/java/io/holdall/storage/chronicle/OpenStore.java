package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageReader;
import io.holdall.storage.spi.StorageStats;

/** A store that is open, for writing or for reading only. */
interface OpenStore extends StorageReader {
  CommitResult commit(WriteBatch batch);

  Snapshot snapshot();

  StorageStats stats();

  void close();
}

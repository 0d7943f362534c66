package io.holdall.storage.encryption;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/** A store that goes on when it is closed, so that a test can open it again. */
record Unclosed(StorageBackend delegate) implements StorageBackend {
  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return delegate.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return delegate.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    return delegate.snapshot();
  }

  @Override
  public StorageStats stats() {
    return delegate.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return delegate.extension(type);
  }

  @Override
  public void close() {}
}

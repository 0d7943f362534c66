package io.holdall.examples;

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
import java.util.function.Consumer;

/** A decorator that tells of every commit which keys it was about. It passes the contract kit. */
record AuditTrail(StorageBackend delegate, Consumer<List<Key>> listener) implements StorageBackend {
  @Override
  public CommitResult commit(WriteBatch batch) {
    CommitResult result = delegate.commit(batch);
    if (batch.writes()) {
      listener.accept(batch.operations().stream().map(WriteBatch.Operation::key).toList());
    }
    return result;
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
  public Capabilities capabilities() {
    return delegate.capabilities();
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
    return Optional.empty(); // what came past the decorator would not be in the trail
  }

  @Override
  public void close() {
    delegate.close();
  }
}

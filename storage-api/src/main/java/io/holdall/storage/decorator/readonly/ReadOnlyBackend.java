package io.holdall.storage.decorator.readonly;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.ReadingExtension;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/** See {@link ReadOnly}. */
final class ReadOnlyBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Capabilities capabilities;

  ReadOnlyBackend(StorageBackend delegate) {
    this.delegate = delegate;
    this.capabilities = delegate.capabilities().toBuilder().readOnly(true).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (batch.writes()) {
      throw new AccessDenied("The store is opened read-only");
    }
    return delegate.commit(batch);
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return delegate.scan(scan);
  }

  /** As it is: a snapshot has nothing to write with. */
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
    return ReadingExtension.isMarked(type) ? delegate.extension(type) : Optional.empty();
  }

  @Override
  public void close() {
    delegate.close();
  }
}

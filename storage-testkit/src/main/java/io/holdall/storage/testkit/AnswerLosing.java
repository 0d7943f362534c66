package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Commits, then behaves as if the answer had been lost on the way back. */
final class AnswerLosing implements StorageBackend {
  private final StorageBackend delegate;
  private final AtomicInteger commits = new AtomicInteger();

  AnswerLosing(StorageBackend delegate) {
    this.delegate = delegate;
  }

  /** How many commits arrived. */
  int commits() {
    return commits.get();
  }

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
    commits.incrementAndGet();
    CommitResult lost = delegate.commit(batch);
    throw new OutcomeUnknown("The answer was lost", null).with("puts", lost.versions().size());
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
  public void close() {
    delegate.close();
  }
}

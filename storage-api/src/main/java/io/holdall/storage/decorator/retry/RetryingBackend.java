package io.holdall.storage.decorator.retry;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** See {@link Retry}. */
final class RetryingBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Policy policy;

  RetryingBackend(StorageBackend delegate, Policy policy) {
    this.delegate = delegate;
    this.policy = policy;
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return batch.writes()
        ? new CommitAttempts(delegate, batch, policy).run()
        : reading(policy, () -> delegate.commit(batch));
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return reading(policy, () -> delegate.get(keys));
  }

  @Override
  public Page scan(Scan scan) {
    return reading(policy, () -> delegate.scan(scan));
  }

  @Override
  public Snapshot snapshot() {
    return new RetryingSnapshot(reading(policy, delegate::snapshot), policy);
  }

  @Override
  public StorageStats stats() {
    return reading(policy, delegate::stats);
  }

  /** As it is: an extension's calls are not repeated. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return delegate.extension(type);
  }

  @Override
  public void close() {
    delegate.close();
  }

  /** Makes a call that writes nothing, until it succeeds or there is no sense in repeating it. */
  static <T> T reading(Policy policy, Supplier<T> call) {
    Attempts attempts = policy.begin();
    while (true) {
      try {
        return call.get();
      } catch (StorageException e) {
        attempts.failed();
        if (!attempts.pauseAfter(e)) {
          throw attempts.counted(e);
        }
      }
    }
  }
}

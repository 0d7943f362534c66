package io.holdall.storage.decorator.retry;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** A frozen view whose reads are repeated. */
final class RetryingSnapshot implements Snapshot {
  private final Snapshot delegate;
  private final Policy policy;

  RetryingSnapshot(Snapshot delegate, Policy policy) {
    this.delegate = delegate;
    this.policy = policy;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return RetryingBackend.reading(policy, () -> delegate.get(keys));
  }

  @Override
  public Page scan(Scan scan) {
    return RetryingBackend.reading(policy, () -> delegate.scan(scan));
  }

  @Override
  public void close() {
    delegate.close();
  }
}

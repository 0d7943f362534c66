package io.holdall.storage.metrics;

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

/** See {@link Metering}. */
final class MeasuredBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Timers timers;

  MeasuredBackend(StorageBackend delegate, Timers timers) {
    this.delegate = delegate;
    this.timers = timers;
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return timers.measured(
        Operation.COMMIT, CollectionNames.of(batch), () -> delegate.commit(batch));
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return timers.measured(Operation.GET, CollectionNames.of(keys), () -> delegate.get(keys));
  }

  @Override
  public Page scan(Scan scan) {
    return timers.measured(Operation.SCAN, CollectionNames.of(scan), () -> delegate.scan(scan));
  }

  @Override
  public Snapshot snapshot() {
    Snapshot snapshot =
        timers.measured(Operation.SNAPSHOT, CollectionNames.NONE, delegate::snapshot);
    return new MeasuredSnapshot(snapshot, timers);
  }

  @Override
  public StorageStats stats() {
    return timers.measured(Operation.STATS, CollectionNames.NONE, delegate::stats);
  }

  /** As it is: nothing is kept from it, and its calls are not measured. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return delegate.extension(type);
  }

  @Override
  public void close() {
    delegate.close();
  }
}

package io.holdall.storage.metrics;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** A frozen view whose reads are measured as those of the store are. */
final class MeasuredSnapshot implements Snapshot {
  private final Snapshot delegate;
  private final Timers timers;

  MeasuredSnapshot(Snapshot delegate, Timers timers) {
    this.delegate = delegate;
    this.timers = timers;
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
  public void close() {
    delegate.close();
  }
}

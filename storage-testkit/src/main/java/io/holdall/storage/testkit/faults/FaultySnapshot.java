package io.holdall.storage.testkit.faults;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** A frozen view whose reads fail as those of its store do. */
final class FaultySnapshot implements Snapshot {
  private final Snapshot delegate;
  private final Faults faults;

  FaultySnapshot(Snapshot delegate, Faults faults) {
    this.delegate = delegate;
    this.faults = faults;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    faults.onRead();
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    faults.onRead();
    return delegate.scan(scan);
  }

  @Override
  public void close() {
    delegate.close();
  }
}

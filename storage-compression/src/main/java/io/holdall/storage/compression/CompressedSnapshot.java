package io.holdall.storage.compression;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** A frozen view whose values are packed. */
final class CompressedSnapshot implements Snapshot {
  private final Snapshot delegate;
  private final Unpacking unpacking;

  CompressedSnapshot(Snapshot delegate, Unpacking unpacking) {
    this.delegate = delegate;
    this.unpacking = unpacking;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return unpacking.get(delegate, keys);
  }

  @Override
  public Page scan(Scan scan) {
    return unpacking.scan(delegate, scan);
  }

  @Override
  public void close() {
    delegate.close();
  }
}

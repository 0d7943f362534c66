package io.holdall.storage.decorator.namespace;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** The namespace's part of a frozen view. */
final class NamespacedSnapshot implements Snapshot {
  private final Snapshot delegate;
  private final Prefix prefix;
  private final int maxKeyBytes;

  NamespacedSnapshot(Snapshot delegate, Prefix prefix, int maxKeyBytes) {
    this.delegate = delegate;
    this.prefix = prefix;
    this.maxKeyBytes = maxKeyBytes;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return prefix.get(delegate, keys, maxKeyBytes);
  }

  @Override
  public Page scan(Scan scan) {
    return prefix.scan(delegate, scan);
  }

  @Override
  public void close() {
    delegate.close();
  }
}

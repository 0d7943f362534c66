package io.holdall.storage.encryption;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.Snapshot;
import java.util.List;
import java.util.Optional;

/** A snapshot of an encrypted store. */
record DecryptingSnapshot(Snapshot delegate, DecryptingReader reader) implements Snapshot {
  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return reader.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return reader.scan(scan);
  }

  @Override
  public void close() {
    delegate.close();
  }
}

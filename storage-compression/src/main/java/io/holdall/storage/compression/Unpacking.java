package io.holdall.storage.compression;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reading from a store, or from a frozen view of it, whose values are packed. */
record Unpacking(Packing packing) {
  /** What the contract lets a page be ended at. */
  private static final long PAGE_BYTES = 1 << 20;

  List<Optional<Entry>> get(StorageReader store, List<Key> keys) {
    return store.get(keys).stream().map(found -> found.map(this::unpacked)).toList();
  }

  /** A page that fits in memory packed need not do so unpacked, so it may end earlier. */
  Page scan(StorageReader store, Scan scan) {
    Page page = store.scan(scan);
    if (scan.isKeysOnly()) {
      return page;
    }
    List<Entry> entries = new ArrayList<>(page.entries().size());
    long bytes = 0;
    for (Entry entry : page.entries()) {
      if (bytes > PAGE_BYTES) {
        return new Page(entries, true);
      }
      Entry unpacked = unpacked(entry);
      entries.add(unpacked);
      bytes += unpacked.value().length();
    }
    return new Page(entries, page.more());
  }

  private Entry unpacked(Entry entry) {
    if (entry.key().isReserved()) {
      return entry;
    }
    try {
      return Entry.of(entry.key(), packing.unpack(entry.value()), entry.version());
    } catch (Corrupt e) {
      throw (Corrupt) e.with("key", entry.key());
    }
  }
}

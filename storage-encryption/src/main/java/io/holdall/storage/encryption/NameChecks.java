package io.holdall.storage.encryption;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks of ranges where names are encrypted. A range of plain keys has no counterpart among the
 * stored ones unless it is everything below a key; so the check is widened to everything below the
 * last key that the whole range is below. What else lies there is read now, and if it changes until
 * the commit, the commit is tried again.
 */
final class NameChecks {
  private final Ciphers ciphers;
  private final StorageReader store;
  private final Set<Key> keys = new HashSet<>();
  private final List<KeyRange> ranges = new ArrayList<>();

  NameChecks(Ciphers ciphers, StorageReader store) {
    this.ciphers = ciphers;
    this.store = store;
  }

  /** A key that the batch names. */
  void add(Key plain) {
    keys.add(plain);
  }

  /** Whether the batch is about this key. */
  boolean concern(Key plain) {
    return keys.contains(plain) || ranges.stream().anyMatch(range -> range.contains(plain));
  }

  /**
   * The check among the stored keys.
   *
   * @throws Conflict if it does not hold already
   */
  RangeCheck stored(RangeCheck check) {
    ranges.add(check.range());
    KeyRange region = region(check.range());
    NavigableMap<Key, Version> present = new TreeMap<>();
    NavigableMap<Key, Version> missing = new TreeMap<>(check.expected());
    List<Key> differences = new ArrayList<>();
    for (Entry entry : entries(region)) {
      present.put(entry.key(), entry.version());
      Key plain = ciphers.plain(entry.key());
      if (check.range().contains(plain)
          && !Objects.equals(entry.version(), missing.remove(plain))) {
        differences.add(plain);
      }
    }
    differences.addAll(missing.keySet());
    if (!differences.isEmpty()) {
      throw new Conflict(differences);
    }
    return new RangeCheck(region, present);
  }

  private KeyRange region(KeyRange range) {
    NameCipher names = ciphers.names().orElseThrow();
    String prefix = NameScan.start(names, range).stored();
    return NameScan.region(prefix);
  }

  private List<Entry> entries(KeyRange region) {
    List<Entry> entries = new ArrayList<>();
    Scan scan = Scan.over(region).keysOnly();
    while (true) {
      Page page = store.scan(scan);
      entries.addAll(Opening.withoutHeader(page.entries()));
      if (!page.more()) {
        return entries;
      }
      scan = scan.after(page.next().orElseThrow());
    }
  }
}

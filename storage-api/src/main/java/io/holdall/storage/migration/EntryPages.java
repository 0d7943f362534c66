package io.holdall.storage.migration;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application's entries in a range, page by page; the framework's collections are left out. */
final class EntryPages {
  /** Where the framework's collections end: their prefix with its last letter counted up. */
  private static final String RESERVED_END =
      Key.RESERVED_PREFIX.substring(0, Key.RESERVED_PREFIX.length() - 1) + 'm';

  private final StorageView view;
  private final Deque<Scan> scans = new ArrayDeque<>();

  private EntryPages(StorageView view) {
    this.view = view;
  }

  /** All entries of the range, in pages of at most this size. */
  static EntryPages of(StorageView view, KeyRange range, int pageSize) {
    return after(Optional.empty(), view, range, pageSize);
  }

  /** The entries of the range that follow the key. */
  static EntryPages after(Optional<Key> key, StorageView view, KeyRange range, int pageSize) {
    EntryPages pages = new EntryPages(view);
    for (KeyRange part : withoutReserved(range)) {
      KeyRange rest = key.map(part::after).orElse(part);
      if (!rest.isEmpty()) {
        pages.scans.add(Scan.over(rest).limit(pageSize));
      }
    }
    return pages;
  }

  /** These pages without values. */
  EntryPages keysOnly() {
    EntryPages pages = new EntryPages(view);
    scans.forEach(scan -> pages.scans.add(scan.keysOnly()));
    return pages;
  }

  static List<KeyRange> withoutReserved(KeyRange range) {
    List<KeyRange> parts = new ArrayList<>();
    parts.add(new KeyRange(range.from(), min(range.to(), Key.RESERVED_PREFIX)));
    parts.add(new KeyRange(max(range.from(), RESERVED_END), range.to()));
    parts.removeIf(KeyRange::isEmpty);
    return parts;
  }

  /** The next page, empty after the last. */
  List<Entry> next() {
    while (true) {
      @Nullable Scan scan = scans.poll();
      if (scan == null) {
        return List.of();
      }
      Page page = view.scan(scan);
      page.next().ifPresent(last -> scans.addFirst(scan.after(last)));
      if (!page.entries().isEmpty()) {
        return page.entries();
      }
    }
  }

  private static String min(String a, String b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static String max(String a, String b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}

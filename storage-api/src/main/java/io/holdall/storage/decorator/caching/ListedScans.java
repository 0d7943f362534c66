package io.holdall.storage.decorator.caching;

import io.holdall.storage.Entry;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scans of a store in which listing keys is one request and reading a value is another. The store
 * lists keys and versions; a value that the cache has under the version that was listed is what the
 * store has, however long ago it was read, and need not be asked for. A version is never issued
 * twice, so such a scan is as fresh as the store's own.
 */
final class ListedScans {
  /** A page ends when its values have more bytes than this together. */
  private static final long PAGE_BYTES = 1 << 20;

  /** How many are read at once while nothing is known of their sizes. */
  private static final int FIRST = 16;

  private final StorageReader store;
  private final Known known;

  /** What the cache and the store have. */
  interface Known {
    /** The entries as they are now or were when they were listed; empty for what is gone since. */
    List<Optional<Entry>> current(List<Entry> listed);
  }

  ListedScans(StorageReader store, Known known) {
    this.store = store;
    this.known = known;
  }

  Page page(Scan scan) {
    Scan rest = scan.keysOnly();
    while (true) {
      Page listed = store.scan(rest);
      Page page = read(listed);
      if (!page.entries().isEmpty() || !listed.more()) {
        return page;
      }
      rest = rest.after(listed.next().orElseThrow()); // all of them were deleted meanwhile
    }
  }

  private Page read(Page listed) {
    List<Entry> all = listed.entries();
    List<Entry> found = new ArrayList<>(all.size());
    long bytes = 0;
    int next = 0;
    while (next < all.size() && bytes <= PAGE_BYTES) {
      int end = Math.min(all.size(), next + atOnce(found.size(), bytes));
      for (Optional<Entry> one : known.current(all.subList(next, end))) {
        if (one.isPresent()) {
          found.add(one.get());
          bytes += one.get().value().length();
        }
      }
      next = end;
    }
    boolean more = next < all.size() || listed.more();
    return new Page(found, more && !found.isEmpty());
  }

  /** As many as a page has room for if they are as large as those before, and a few to begin. */
  private static int atOnce(int read, long bytes) {
    if (read == 0) {
      return FIRST;
    }
    long average = Math.max(1, bytes / read);
    return (int) Math.max(1, Math.min(1_000, (PAGE_BYTES - bytes) / average));
  }
}

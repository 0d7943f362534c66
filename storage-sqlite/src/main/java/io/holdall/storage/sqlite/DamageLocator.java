package io.holdall.storage.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Finds where in the file a damaged row lies, as well as that can be told. */
final class DamageLocator {
  private static final long MOST_BYTES = 256L << 20;

  private DamageLocator() {}

  /**
   * The byte at which the row with this key begins, or 0 if it is not found in the first 256 MiB:
   * the key itself may be damaged, or the row still in the journal.
   */
  static long offsetOf(Path file, String key) {
    return offsetsOf(file, Set.of(key)).getOrDefault(key, 0L);
  }

  /** The bytes at which the rows with these keys begin, as far as they are found in one pass. */
  static Map<String, Long> offsetsOf(Path file, Set<String> keys) {
    Search search = new Search(keys);
    if (keys.isEmpty()) {
      return search.found;
    }
    try (PageFile pages = PageFile.live(file)) {
      BitSet free = pages.freePages();
      for (long page = 1; page <= pages.pages() && pages.offset(page) < MOST_BYTES; page++) {
        if (!free.get((int) page)) {
          pages.visit(page, search);
        }
        if (search.found.size() == keys.size()) {
          break;
        }
      }
    } catch (IOException e) {
      return search.found; // The damage is reported all the same, only less exactly.
    }
    return search.found;
  }

  private static final class Search implements PageFile.Visitor {
    private final Set<String> keys;
    private final Map<String, Long> found = new HashMap<>();

    Search(Set<String> keys) {
      this.keys = keys;
    }

    @Override
    public void row(PageFile.Row row) {
      if (row.cells().size() == 4) {
        row.text(0).filter(keys::contains).ifPresent(key -> found.putIfAbsent(key, row.offset()));
      }
    }

    @Override
    public void indexed(PageFile.Row row) {
      // The row matters, not the way to it.
    }

    @Override
    public void unreadable(long offset) {
      // Some other damage.
    }
  }
}

package io.holdall.storage.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/** Finds where in the file a damaged row lies, as well as that can be told. */
final class DamageLocator {
  private static final long MOST_BYTES = 256L << 20;

  private DamageLocator() {}

  /**
   * The byte at which the row with this key begins, or 0 if it is not found in the first 256 MiB:
   * the key itself may be damaged, or the row still in the journal.
   */
  static long offsetOf(Path file, String key) {
    try (PageFile pages = new PageFile(file, Schema.PAGE_BYTES)) {
      Search search = new Search(key);
      BitSet free = pages.freePages();
      for (long page = 1; page <= pages.pages() && pages.offset(page) < MOST_BYTES; page++) {
        if (!free.get((int) page)) {
          pages.visit(page, search);
        }
        if (search.found > 0) {
          return search.found;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // The damage is reported all the same, only less exactly.
    }
  }

  private static final class Search implements PageFile.Visitor {
    private final String key;
    private long found;

    Search(String key) {
      this.key = key;
    }

    @Override
    public void row(PageFile.Row row) {
      if (row.cells().size() == 4 && row.text(0).filter(key::equals).isPresent()) {
        found = row.offset();
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

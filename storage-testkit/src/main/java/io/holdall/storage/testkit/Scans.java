package io.holdall.storage.testkit;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import java.util.List;
import java.util.stream.Stream;

/** Whole scans, which end even where a broken backend has no last page. */
final class Scans {
  /** More entries than any test writes. */
  private static final int MOST = 20_000;

  private Scans() {}

  /** All entries of a scan, page by page. */
  static List<Entry> entries(StorageView view, Scan scan) {
    return ended(view.stream(scan), scan);
  }

  /** All keys of a scan, page by page, without values. */
  static List<Key> keys(StorageView view, Scan scan) {
    return ended(view.keys(scan), scan);
  }

  /** The number of entries of a scan. */
  static int count(StorageView view, Scan scan) {
    return keys(view, scan).size();
  }

  private static <T> List<T> ended(Stream<T> found, Scan scan) {
    List<T> all = found.limit(MOST).toList();
    if (all.size() == MOST) {
      throw new AssertionError(
          "%s has no end; it begins with %s".formatted(scan, all.subList(0, 5)));
    }
    return all;
  }
}

package io.holdall.storage;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a scan.
 *
 * @param entries in the order of the scan, at most its limit
 * @param more whether the scan found a further entry; never true for a page without entries, and
 *     never true when the next page would have been empty at the time of the scan
 */
public record Page(List<Entry> entries, boolean more) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there is to be more after no entry, which a reader could
   *     only take for the end, and miss what follows
   */
  public Page {
    entries = List.copyOf(entries);
    if (more && entries.isEmpty()) {
      throw new IllegalArgumentException("A page that is not the last must have an entry");
    }
  }

  /** The key to continue with, {@code scan.after(key)}; empty when this is the last page. */
  public Optional<Key> next() {
    return more ? Optional.of(entries.get(entries.size() - 1).key()) : Optional.empty();
  }
}

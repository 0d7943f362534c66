package io.holdall.storage.spi;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import java.util.List;
import java.util.Optional;

/** Reading, from a store as it is now or from a frozen {@link Snapshot} of it. */
public interface StorageReader {
  /**
   * The entries of these keys, in their order, empty where there is none. A key may be named twice.
   * An entry is one writing's key, value and version, never parts of two. The entries of one call
   * need not belong to one moment, except in a snapshot.
   */
  List<Optional<Entry>> get(List<Key> keys);

  /**
   * A page of the entries in {@link Scan#range()}, in the order of the encoded keys or its reverse.
   *
   * <ul>
   *   <li>At most {@link Scan#limit()} entries. A backend may end a page earlier, after at least
   *       one entry, when the values in it exceed 1 MiB together; otherwise a page that is not the
   *       last is full.
   *   <li>{@link Page#more()} is true only if there was a further entry: no empty last page.
   *   <li>Continued by {@code after(last key)}: an entry that is present throughout is seen once,
   *       and nothing is seen twice, whatever is inserted or deleted between the pages. It makes no
   *       difference whether the last key still exists, or the store was reopened in between.
   *   <li>With {@link Scan#isKeysOnly()} the entries have no value, and none is read where the
   *       backend can avoid it.
   * </ul>
   */
  Page scan(Scan scan);
}

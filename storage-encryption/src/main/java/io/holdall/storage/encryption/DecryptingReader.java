package io.holdall.storage.encryption;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a store or a snapshot of it as it was before it was encrypted, without its own entry. */
final class DecryptingReader implements StorageReader {
  private final StorageReader source;
  private final Supplier<Optional<Ciphers>> ciphers;

  /**
   * @param ciphers empty while the store is empty
   */
  DecryptingReader(StorageReader source, Supplier<Optional<Ciphers>> ciphers) {
    this.source = source;
    this.ciphers = ciphers;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    Optional<Ciphers> open = ciphers.get();
    return open.isPresent()
        ? get(open.get(), keys)
        : Collections.nCopies(keys.size(), Optional.empty());
  }

  @Override
  public Page scan(Scan scan) {
    Optional<Ciphers> open = ciphers.get();
    if (open.isEmpty()) {
      return new Page(List.of(), false);
    }
    Optional<NameCipher> names = open.get().names();
    return names.isPresent()
        ? new NameScan(source, open.get(), names.get(), scan).page()
        : scan(open.get(), scan);
  }

  private List<Optional<Entry>> get(Ciphers open, List<Key> keys) {
    if (open.names().isPresent() || keys.contains(Opening.HEADER)) {
      return getTranslated(open, keys);
    }
    List<Optional<Entry>> stored = source.get(keys);
    List<Optional<Entry>> found = new ArrayList<>(stored.size());
    for (Optional<Entry> entry : stored) {
      found.add(
          entry.isPresent()
              ? Optional.of(open.open(entry.get().key(), entry.get()))
              : Optional.empty());
    }
    return found;
  }

  private List<Optional<Entry>> getTranslated(Ciphers open, List<Key> keys) {
    List<Key> stored = new ArrayList<>(keys.size());
    List<Integer> places = new ArrayList<>(keys.size());
    List<Optional<Entry>> found = new ArrayList<>(keys.size());
    for (Key key : keys) {
      String encoded = open.stored(key);
      // What is too long was never stored, and the store's own entry is nobody else's.
      if (encoded.length() <= Key.MAX_ENCODED_BYTES && !encoded.equals(Opening.HEADER.encoded())) {
        stored.add(Key.parse(encoded));
        places.add(found.size());
      }
      found.add(Optional.empty());
    }
    List<Optional<Entry>> entries = source.get(stored);
    for (int i = 0; i < entries.size(); i++) {
      int place = places.get(i);
      found.set(place, entries.get(i).map(entry -> open.open(keys.get(place), entry)));
    }
    return found;
  }

  /** A page where keys are stored as they are. */
  private Page scan(Ciphers open, Scan scan) {
    boolean holdsHeader = scan.range().contains(Opening.HEADER);
    Page page = holdsHeader ? withoutHeader(scan) : source.scan(scan);
    return new Page(
        page.entries().stream().map(entry -> open.open(entry.key(), entry)).toList(), page.more());
  }

  /** Asks for one entry more, for the store's own may be among them. */
  private Page withoutHeader(Scan scan) {
    int limit = scan.limit();
    Page page = source.scan(scan.limit(Math.max(limit, limit + 1)));
    List<Entry> entries = Opening.withoutHeader(page.entries());
    boolean seen = entries.size() < page.entries().size();
    if (entries.size() > limit) {
      return new Page(entries.subList(0, limit), true);
    }
    if (!page.more()) {
      return new Page(entries, false);
    }
    if (entries.isEmpty()) {
      return source.scan(scan.after(Opening.HEADER));
    }
    return new Page(entries, seen || isFollowed(scan.after(entries.get(entries.size() - 1).key())));
  }

  /** A page that ended early: whether anything but the store's own entry comes after it. */
  private boolean isFollowed(Scan rest) {
    List<Entry> next = source.scan(rest.keysOnly().limit(2)).entries();
    return !Opening.withoutHeader(next).isEmpty();
  }
}

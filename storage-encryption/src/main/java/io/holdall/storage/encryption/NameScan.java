package io.holdall.storage.encryption;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.encryption.NameCipher.Place;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One page of a scan where names are encrypted, in the order of the plain keys.
 *
 * <p>It walks down the tree of keys. Where there are only numbers and plain segments right below a
 * place, what is stored is in order and is streamed. Where there are encrypted names, all names
 * right below are read, decrypted and sorted, and only those that the page needs are followed
 * further down.
 */
final class NameScan {
  private static final int LISTED_AT_ONCE = 1_000;
  private static final int FETCHED_AT_ONCE = 64;
  private static final long MOST_BYTES = 1 << 20;

  /** The character after the slash. */
  private static final char AFTER_SLASH = '0';

  private final StorageReader source;
  private final Ciphers ciphers;
  private final NameCipher names;
  private final Scan scan;
  private final KeyRange range;
  private final List<Found> found = new ArrayList<>();

  /** One more than fit in the page, to know whether there is more. */
  private long wanted;

  private long bytes;

  NameScan(StorageReader source, Ciphers ciphers, NameCipher names, Scan scan) {
    this.source = source;
    this.ciphers = ciphers;
    this.names = names;
    this.scan = scan;
    this.range = scan.range();
    this.wanted = scan.limit() + 1L;
  }

  private record Found(Key plain, Entry stored) {}

  /**
   * What is right below a place: an entry, or all below a name.
   *
   * @param rest what follows the place in plain keys, with a slash at the end for all below
   * @param name as it is stored
   * @param entry the stored entry without value; empty for all below
   */
  private record Item(String rest, String name, Optional<Entry> entry) {}

  Page page() {
    if (!range.isEmpty()) {
      walk(start(names, range));
    }
    int fits = (int) Math.min(found.size(), wanted - 1);
    List<Entry> entries = new ArrayList<>(fits);
    int next = 0;
    while (next < fits && (next == 0 || bytes <= MOST_BYTES)) {
      int end = Math.min(fits, next + FETCHED_AT_ONCE);
      entries.addAll(opened(found.subList(next, end)));
      next = end;
    }
    boolean more = next < found.size();
    if (entries.isEmpty() && more) { // all were deleted meanwhile
      Scan rest = scan.after(found.get(next - 1).plain());
      return new NameScan(source, ciphers, names, rest).page();
    }
    return new Page(entries, more);
  }

  /** The entries with their values, but for those that are gone. */
  private List<Entry> opened(List<Found> part) {
    List<Key> missing =
        part.stream()
            .filter(one -> !scan.isKeysOnly() && !one.stored.hasValue())
            .map(one -> one.stored.key())
            .toList();
    List<Optional<Entry>> fetched = missing.isEmpty() ? List.of() : source.get(missing);
    List<Entry> entries = new ArrayList<>(part.size());
    int next = 0;
    for (Found one : part) {
      if (scan.isKeysOnly() || one.stored.hasValue()) {
        entries.add(ciphers.open(one.plain, one.stored));
      } else {
        Optional<Entry> entry = fetched.get(next++);
        entry.ifPresent(stored -> bytes += stored.value().length());
        entry.map(stored -> ciphers.open(one.plain, stored)).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** The deepest place below which the whole range lies. */
  static Place start(NameCipher names, KeyRange range) {
    Place place = names.root();
    int start = 0;
    for (int slash = range.from().indexOf('/');
        slash >= 0;
        slash = range.from().indexOf('/', start)) {
      String segment = range.from().substring(start, slash);
      boolean reachesBeyond =
          range.to().compareTo(range.from().substring(0, slash) + AFTER_SLASH) > 0;
      if (reachesBeyond || segment.isEmpty() || (place.isFull() && place.isName(segment))) {
        return place;
      }
      place = place.below(segment, place.storedName(segment));
      start = slash + 1;
    }
    return place;
  }

  /** Goes through everything below a place; false when the page is full. */
  private boolean walk(Place place) {
    boolean sorted = place.hasNames() && first(namesBelow(place), true).isPresent();
    return sorted ? walkSorted(place) : walkInOrder(place);
  }

  private boolean walkSorted(Place place) {
    List<Item> items = items(place);
    Comparator<Item> order = Comparator.comparing(Item::rest);
    items.sort(scan.isReverse() ? order.reversed() : order);
    for (Item item : items) {
      String plain = place.plain() + item.rest;
      if (item.entry.isPresent()) {
        Key key = Key.parse(plain);
        if (range.contains(key) && !add(key, item.entry.get())) {
          return false;
        }
      } else if (isWithin(plain) && !walk(below(place, item.name))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the range reaches into what lies below a prefix. */
  private boolean isWithin(String prefix) {
    return range.from().compareTo(end(prefix)) < 0 && range.to().compareTo(prefix) > 0;
  }

  /** Everything right below a place, skipping what lies further down. */
  private List<Item> items(Place place) {
    List<Item> items = new ArrayList<>();
    KeyRange left = region(place.stored());
    String below = "";
    while (true) {
      Page page = source.scan(Scan.over(left).keysOnly().limit(LISTED_AT_ONCE));
      for (Entry entry : Opening.withoutHeader(page.entries())) {
        String stored = rest(place, entry.key());
        int slash = stored.indexOf('/');
        if (slash < 0) {
          items.add(new Item(place.plainName(stored), stored, Optional.of(entry)));
        } else if (!below.equals(stored.substring(0, slash))) {
          below = stored.substring(0, slash);
          items.add(new Item(place.plainName(below) + '/', below, Optional.empty()));
        }
      }
      if (!page.more()) {
        return items;
      }
      Key last = page.entries().get(page.entries().size() - 1).key();
      left = left.after(last);
      if (rest(place, last).startsWith(below + '/')) {
        left = new KeyRange(place.stored() + below + AFTER_SLASH, left.to());
      }
    }
  }

  /** Goes through a place where what is stored is in the order of plain keys. */
  private boolean walkInOrder(Place place) {
    KeyRange left = bounds(place);
    while (!left.isEmpty()) {
      Optional<Key> first = first(left, false);
      if (first.isEmpty()) {
        return true;
      }
      Key key = first.get();
      if (key.equals(Opening.HEADER)) {
        left = beyond(left, key);
      } else if (isFurtherDown(place, key)) {
        String name = rest(place, key).substring(0, rest(place, key).indexOf('/'));
        if (!walk(below(place, name))) {
          return false;
        }
        left = beyond(left, place.stored() + name);
      } else {
        Page page = source.scan(inDirection(left).limit(limit()));
        for (Entry entry : page.entries()) {
          if (isFurtherDown(place, entry.key())) {
            break;
          }
          left = beyond(left, entry.key());
          if (!offer(place, entry)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Takes a stored entry that is in order and in bounds; false when the page is full. */
  private boolean offer(Place place, Entry entry) {
    String rest = rest(place, entry.key());
    if (entry.key().equals(Opening.HEADER)
        || (place.hasNames() && rest.startsWith(NameCipher.MARK))) {
      return true; // a name that came while the page was being read
    }
    Key plain = Key.parse(place.plain() + rest);
    return !range.contains(plain) || add(plain, entry);
  }

  private boolean add(Key plain, Entry stored) {
    found.add(new Found(plain, stored));
    if (stored.hasValue()) {
      bytes += stored.value().length();
      if (bytes > MOST_BYTES) {
        wanted = Math.min(wanted, found.size() + 1L);
      }
    }
    return found.size() < wanted;
  }

  private Optional<Key> first(KeyRange left, boolean any) {
    Scan one = any ? Scan.over(left) : inDirection(left);
    return source.scan(one.keysOnly().limit(1)).entries().stream().map(Entry::key).findFirst();
  }

  private Scan inDirection(KeyRange left) {
    Scan next = Scan.over(left);
    next = scan.isReverse() ? next.reversed() : next;
    return scan.isKeysOnly() || bytes > MOST_BYTES ? next.keysOnly() : next;
  }

  private int limit() {
    return (int) Math.min(Integer.MAX_VALUE, wanted - found.size());
  }

  /** What is left after a key. */
  private KeyRange beyond(KeyRange left, Key key) {
    return scan.isReverse() ? left.before(key) : left.after(key);
  }

  /** What is left after all below a stored path. */
  private KeyRange beyond(KeyRange left, String path) {
    return scan.isReverse()
        ? new KeyRange(left.from(), path + '/')
        : new KeyRange(path + AFTER_SLASH, left.to());
  }

  /** The stored keys below a place that may lie in the range; exact where all is plain. */
  private KeyRange bounds(Place place) {
    KeyRange region = region(place.stored());
    String from = region.from();
    String to = region.to();
    String plain = place.plain();
    if (range.from().startsWith(plain)) {
      from = place.stored() + lowerBound(place, range.from().substring(plain.length()));
    } else if (range.from().compareTo(plain) > 0) {
      return new KeyRange(to, to);
    }
    if (range.to().startsWith(plain)) {
      to = place.stored() + upperBound(place, range.to().substring(plain.length()));
    } else if (range.to().compareTo(plain) < 0) {
      return new KeyRange(from, from);
    }
    return new KeyRange(from, to);
  }

  /** Names further down are stored in another order: from the first of them on. */
  private static String lowerBound(Place place, String rest) {
    int slash = place.isTransparent() ? -1 : rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash + 1);
  }

  /** Names further down are stored in another order: up to the last of them. */
  private static String upperBound(Place place, String rest) {
    int slash = place.isTransparent() ? -1 : rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash) + AFTER_SLASH;
  }

  private static boolean isFurtherDown(Place place, Key stored) {
    return !place.isTransparent() && rest(place, stored).indexOf('/') >= 0;
  }

  private static Place below(Place place, String name) {
    return place.below(place.plainName(name), name);
  }

  private static String rest(Place place, Key stored) {
    return stored.encoded().substring(place.stored().length());
  }

  private static KeyRange namesBelow(Place place) {
    return new KeyRange(place.stored() + NameCipher.MARK, place.stored() + NameCipher.MARK_END);
  }

  /** All stored keys that begin with a prefix, which is empty or ends in a slash. */
  static KeyRange region(String prefix) {
    return new KeyRange(prefix, prefix.isEmpty() ? KeyRange.END : end(prefix));
  }

  /** Where all that begins with a prefix ends; the prefix ends in a slash. */
  private static String end(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + AFTER_SLASH;
  }
}

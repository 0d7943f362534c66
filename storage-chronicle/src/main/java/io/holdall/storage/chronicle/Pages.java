package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes pages of what is in an index, seen through what has been replaced since. */
final class Pages {
  private static final long PAGE_BYTES = 1 << 20;

  private Pages() {}

  /**
   * A page.
   *
   * @param present what is there now
   * @param replaced what was there instead, for some keys; empty where there was nothing
   * @param read reads an entry that is there now
   */
  static Page of(
      Scan scan,
      Versions present,
      NavigableMap<String, Optional<Entry>> replaced,
      Function<Key, Entry> read) {
    Iterator<String> keys =
        new MergedKeys(
            inOrder(present.within(scan.range()), scan),
            inOrder(Versions.within(replaced.navigableKeySet(), scan.range()), scan),
            scan.isReverse());
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    while (keys.hasNext()) {
      String text = keys.next();
      boolean isOld = replaced.containsKey(text);
      Optional<Entry> old = replaced.getOrDefault(text, Optional.empty());
      if (isOld && old.isEmpty()) {
        continue;
      }
      if (page.size() == scan.limit() || bytes >= PAGE_BYTES) {
        return new Page(page, true);
      }
      Entry entry =
          old.isPresent() ? oldEntry(scan, old.get()) : presentEntry(scan, text, present, read);
      bytes += entry.hasValue() ? entry.value().length() : 0;
      page.add(entry);
    }
    return new Page(page, false);
  }

  private static Entry presentEntry(
      Scan scan, String text, Versions present, Function<Key, Entry> read) {
    Key key = Key.parse(text);
    return scan.isKeysOnly()
        ? Entry.withoutValue(key, Objects.requireNonNull(present.versionOf(text)))
        : read.apply(key);
  }

  private static Entry oldEntry(Scan scan, Entry entry) {
    return scan.isKeysOnly() ? Entry.withoutValue(entry.key(), entry.version()) : entry;
  }

  private static Iterator<String> inOrder(NavigableSet<String> keys, Scan scan) {
    return scan.isReverse() ? keys.descendingIterator() : keys.iterator();
  }

  /** Two sorted sequences of keys as one, each key once. */
  private static final class MergedKeys implements Iterator<String> {
    private final Iterator<String> first;
    private final Iterator<String> second;
    private final Comparator<String> order;
    private @Nullable String a;
    private @Nullable String b;

    MergedKeys(Iterator<String> first, Iterator<String> second, boolean reverse) {
      this.first = first;
      this.second = second;
      order = reverse ? Collections.reverseOrder() : Comparator.naturalOrder();
      a = next(first);
      b = next(second);
    }

    @Override
    public boolean hasNext() {
      return a != null || b != null;
    }

    @Override
    public String next() {
      String one = a;
      String other = b;
      if (one == null && other == null) {
        throw new NoSuchElementException();
      }
      int sign = one == null ? 1 : other == null ? -1 : order.compare(one, other);
      if (sign <= 0) {
        a = next(first);
      }
      if (sign >= 0) {
        b = next(second);
      }
      return one != null && sign <= 0 ? one : Objects.requireNonNull(other);
    }

    private static @Nullable String next(Iterator<String> keys) {
      return keys.hasNext() ? keys.next() : null;
    }
  }
}

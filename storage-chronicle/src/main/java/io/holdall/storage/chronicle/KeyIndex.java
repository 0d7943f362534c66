package io.holdall.storage.chronicle;

import io.holdall.storage.Version;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a store with the version and the length of their values: in order for scans, and in a
 * hash table, since searching the order would be a good part of a commit. Not thread-safe.
 *
 * <p>The table is open, with linear probing and deletion by moving back what follows (Knuth, The
 * Art of Computer Programming, volume 3, section 6.4, algorithms L and R). It keeps its numbers in
 * an array and not in an object for each key: what a commit waits for is memory, and these are two
 * places that it can wait for at once, where a map of objects has three that depend on each other.
 */
final class KeyIndex implements Versions {
  private static final int LEAST_PLACES = 64;
  private static final int LONGS = 2;

  private final NavigableSet<String> ordered = new TreeSet<>();
  private @Nullable String[] keys = new String[LEAST_PLACES];

  /** For each place the hash of its key and the length of the value, and then the version. */
  private long[] numbers = new long[LONGS * LEAST_PLACES];

  private long bytes;

  /** Where a key is, or -1; only until the index is changed. */
  int find(String key) {
    int place = place(key, hash(key));
    return keys[place] == null ? -1 : place;
  }

  boolean contains(String key) {
    return find(key) >= 0;
  }

  long version(int place) {
    return numbers[LONGS * place + 1];
  }

  /** The length of the value. */
  int length(int place) {
    return (int) numbers[LONGS * place];
  }

  void set(int place, long version, int length) {
    bytes += length - length(place);
    numbers[LONGS * place] = numbers(hashAt(place), length);
    numbers[LONGS * place + 1] = version;
  }

  void put(String key, long version, int length) {
    int hash = hash(key);
    int place = place(key, hash);
    if (keys[place] == null) {
      ordered.add(key);
      if (3L * ordered.size() > 2L * keys.length) {
        grow();
        place = place(key, hash);
      }
      keys[place] = key;
      numbers[LONGS * place] = numbers(hash, 0);
      bytes += key.length();
    }
    set(place, version, length);
  }

  void remove(String key) {
    int gap = find(key);
    if (gap < 0) {
      return;
    }
    ordered.remove(key);
    bytes -= key.length() + (long) length(gap);
    int last = keys.length - 1;
    for (int place = (gap + 1) & last; keys[place] != null; place = (place + 1) & last) {
      int wanted = first(hashAt(place));
      boolean reachedWithoutGap = ((place - wanted) & last) < ((place - gap) & last);
      if (!reachedWithoutGap) {
        move(keys[place], numbers, place, gap);
        gap = place;
      }
    }
    keys[gap] = null;
  }

  int size() {
    return ordered.size();
  }

  /** The bytes of all keys and values. */
  long bytes() {
    return bytes;
  }

  @Override
  public NavigableSet<String> ordered() {
    return ordered;
  }

  @Override
  public @Nullable Version versionOf(String key) {
    int place = find(key);
    return place < 0 ? null : Version.of(version(place));
  }

  /** The place that has the key, or the free one where it belongs. */
  private int place(String key, int hash) {
    int last = keys.length - 1;
    int place = first(hash);
    while (true) {
      String other = keys[place];
      if (other == null || (hashAt(place) == hash && other.equals(key))) {
        return place;
      }
      place = (place + 1) & last;
    }
  }

  private int first(int hash) {
    return hash & (keys.length - 1);
  }

  private int hashAt(int place) {
    return (int) (numbers[LONGS * place] >>> Integer.SIZE);
  }

  private static long numbers(int hash, int length) {
    return (long) hash << Integer.SIZE | length;
  }

  /** Keys that differ in their last characters alone must not end up side by side. */
  private static int hash(String key) {
    int hash = key.hashCode() * 0x9E37_79B9;
    return hash ^ (hash >>> 15);
  }

  private void grow() {
    @Nullable String[] oldKeys = keys;
    long[] oldNumbers = numbers;
    keys = new String[2 * oldKeys.length];
    numbers = new long[LONGS * keys.length];
    for (int place = 0; place < oldKeys.length; place++) {
      String key = oldKeys[place];
      if (key != null) {
        int hash = (int) (oldNumbers[LONGS * place] >>> Integer.SIZE);
        move(key, oldNumbers, place, place(key, hash));
      }
    }
  }

  private void move(@Nullable String key, long[] from, int place, int to) {
    keys[to] = key;
    System.arraycopy(from, LONGS * place, numbers, LONGS * to, LONGS);
  }
}

package io.holdall.storage.chronicle;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a store with what is known of their entries: in order for scans, and by hash, since
 * searching the order would be a good part of a commit. Not thread-safe.
 */
final class KeyIndex {
  private final NavigableMap<String, Slot> ordered = new TreeMap<>();
  private final Map<String, Slot> hashed = new HashMap<>();

  @Nullable Slot get(String key) {
    return hashed.get(key);
  }

  boolean contains(String key) {
    return hashed.containsKey(key);
  }

  void put(String key, Slot slot) {
    ordered.put(key, slot);
    hashed.put(key, slot);
  }

  void remove(String key) {
    ordered.remove(key);
    hashed.remove(key);
  }

  int size() {
    return hashed.size();
  }

  /** The same in order; not to be changed. */
  NavigableMap<String, Slot> ordered() {
    return ordered;
  }
}

package io.holdall.storage.testkit;

import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Keys and values that tell where they come from. */
final class Samples {
  private Samples() {}

  /** A JSON string. */
  static Value text(String text) {
    return Value.json('"' + text + '"');
  }

  /** Bytes that are all the same. */
  static Value filled(int length, int filler) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) filler);
    return Value.binary(bytes);
  }

  /** So many entries, {@code collection/000000000000} on. */
  static Map<Key, Value> numbered(String collection, int count) {
    Map<Key, Value> values = new TreeMap<>();
    IntStream.range(0, count)
        .forEach(i -> values.put(Key.of(collection).child(i), text(collection + " " + i)));
    return values;
  }

  /** A version that no store has issued. */
  static Version neverIssued() {
    return Version.parse("never-issued-by-any-store");
  }
}

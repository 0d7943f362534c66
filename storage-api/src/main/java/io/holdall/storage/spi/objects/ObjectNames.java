package io.holdall.storage.spi.objects;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.Optional;

/**
 * The names of objects: the prefix and the encoded key. Names of the store's own begin with an
 * exclamation mark after the prefix, which no encoded key has and which sorts before all of them.
 *
 * @param prefix what every name begins with; may be empty
 */
record ObjectNames(String prefix) {
  /** The smallest and the largest character of an encoded key are % and ~. */
  private static final String BEFORE_ALL_KEYS = "!~";

  String of(Key key) {
    return prefix + key.encoded();
  }

  /** The key of a name, or empty if somebody else's object lies here. */
  Optional<Key> key(String name) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Key.parse(name.substring(prefix.length())));
    } catch (InvalidArgument notOurs) {
      return Optional.empty();
    }
  }

  /** The object that says that here is a store. */
  String marker() {
    return prefix + "!holdall.json";
  }

  /** An object to try the service on. */
  String scratch(String nonce) {
    return prefix + "!probe-" + nonce;
  }

  /** What all names of keys in the range begin with, the longer the better. */
  String common(KeyRange range) {
    String from = range.from();
    String to = range.to();
    if (!from.isEmpty() && to.equals(withLast(from, 1))) {
      return prefix + from; // as of KeyRange.under: everything that begins with from
    }
    int same = 0;
    while (same < Math.min(from.length(), to.length()) && from.charAt(same) == to.charAt(same)) {
      same++;
    }
    return prefix + from.substring(0, same);
  }

  /** A name with no key between it and the first key that can lie in the range. */
  String before(KeyRange range) {
    String from = range.from();
    if (from.isEmpty()) {
      return prefix + BEFORE_ALL_KEYS;
    }
    char last = from.charAt(from.length() - 1);
    if (last == '/') {
      return prefix + from; // itself no key
    }
    if (last == '!') {
      return prefix + from.substring(0, from.length() - 1); // as of KeyRange.after
    }
    return prefix + withLast(from, -1) + "~".repeat(Key.MAX_ENCODED_BYTES - from.length());
  }

  private static String withLast(String text, int step) {
    int last = text.length() - 1;
    return text.substring(0, last) + (char) (text.charAt(last) + step);
  }
}

package io.holdall.storage.encryption;

import io.holdall.storage.Key;
import java.nio.charset.StandardCharsets;

/**
 * What a ciphertext is bound to. Each is the word {@code holdall}, the number of the format, a
 * letter for what is encrypted, the length of the store's id, the id, and last, with no need for a
 * length, the key or the like. No two can be equal unless all parts are.
 */
final class AssociatedData {
  private static final String WORD = "holdall";

  private final byte[] value;
  private final byte[] segment;
  private final byte[] path;
  private final byte[] header;

  /**
   * @param format the number of the format in which the store is encrypted
   * @param storeId ASCII, at most 127 characters
   */
  AssociatedData(int format, String storeId) {
    value = start(format, 'v', storeId);
    segment = start(format, 's', storeId);
    path = start(format, 'p', storeId);
    header = start(format, 'h', storeId);
  }

  /** For the value stored under a key. */
  byte[] ofValue(Key stored) {
    return joined(value, stored.encoded());
  }

  /** For the name of one segment below a plain prefix of keys. */
  byte[] ofSegment(String prefix) {
    return joined(segment, prefix);
  }

  /** For the names of all segments below a plain prefix of keys. */
  byte[] ofPath(String prefix) {
    return joined(path, prefix);
  }

  /** For what the store's own entry keeps sealed, and which keys are encrypted. */
  byte[] ofHeader(String patterns) {
    return joined(header, patterns);
  }

  private static byte[] start(int format, char kind, String storeId) {
    String start = WORD + (char) format + kind + (char) storeId.length() + storeId;
    return start.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[] start, String end) {
    byte[] rest = end.getBytes(StandardCharsets.UTF_8);
    byte[] joined = new byte[start.length + rest.length];
    System.arraycopy(start, 0, joined, 0, start.length);
    System.arraycopy(rest, 0, joined, start.length, rest.length);
    return joined;
  }
}

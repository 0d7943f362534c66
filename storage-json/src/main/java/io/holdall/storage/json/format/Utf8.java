package io.holdall.storage.json.format;

/** Strict UTF-8: the shortest form of every character, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int length = bytes[at] >= 0 ? 1 : sequence(bytes, at);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** The length of the sequence of several bytes that begins here, or 0 if there is none. */
  private static int sequence(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > bytes.length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    boolean inOrder =
        switch (first) {
          case 0xE0 -> second >= 0xA0 && second <= 0xBF;
          case 0xED -> second >= 0x80 && second <= 0x9F;
          case 0xF0 -> second >= 0x90 && second <= 0xBF;
          case 0xF4 -> second >= 0x80 && second <= 0x8F;
          default -> isContinuation(second);
        };
    for (int i = 2; i < length; i++) {
      inOrder &= isContinuation(bytes[at + i] & 0xFF);
    }
    return inOrder ? length : 0;
  }

  private static boolean isContinuation(int b) {
    return (b & 0xC0) == 0x80;
  }
}

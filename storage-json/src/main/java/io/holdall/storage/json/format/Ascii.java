package io.holdall.storage.json.format;

import java.nio.charset.StandardCharsets;

/** Text of ASCII characters as bytes: keys, numbers, and the fixed parts of lines. */
public final class Ascii {
  private static final String HEX = "0123456789abcdef";

  private Ascii() {}

  /** The bytes of a text that has nothing but ASCII. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The text of bytes that are nothing but ASCII. */
  public static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** A checksum as 8 lower-case hexadecimal digits. */
  public static String hex(int checksum) {
    StringBuilder text = new StringBuilder(8);
    for (int shift = 28; shift >= 0; shift -= 4) {
      text.append(HEX.charAt(checksum >>> shift & 0xF));
    }
    return text.toString();
  }

  /** Reads what {@link #hex(int)} wrote. */
  public static int parseHex(String text) {
    return Integer.parseUnsignedInt(text, 16);
  }

  /** Writes a checksum as 8 lower-case hexadecimal digits. */
  static void putHex(int checksum, byte[] target, int at) {
    for (int i = 0; i < 8; i++) {
      target[at + i] = (byte) HEX.charAt(checksum >>> (28 - 4 * i) & 0xF);
    }
  }

  /** The value of a lower-case hexadecimal digit, or -1. */
  static int hexDigit(byte digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  }
}

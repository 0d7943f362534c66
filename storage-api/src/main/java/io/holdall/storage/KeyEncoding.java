package io.holdall.storage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** The canonical, order-giving ASCII encoding of key segments; see {@link Key}. */
final class KeyEncoding {
  private static final String HEX = "0123456789ABCDEF";
  private static final int SHORT_DIGITS = 12;
  private static final long SHORT_LIMIT = 1_000_000_000_000L;
  private static final int LONG_DIGITS = 19;

  /** Sorts after every digit, so a long number sorts after every short one. */
  private static final char LONG_MARK = '~';

  /** By character, which of the ASCII ones stand for themselves. */
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    for (char c = 0; c < PLAIN.length; c++) {
      PLAIN[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.~@=+,".indexOf(c) >= 0;
    }
  }

  private KeyEncoding() {}

  static void appendSegment(StringBuilder out, String segment) {
    if (segment.isEmpty()) {
      throw new StorageException.InvalidArgument("A key segment is empty");
    }
    if (segment.equals(".") || segment.equals("..")) {
      out.append("%2E".repeat(segment.length()));
      return;
    }
    int plain = 0;
    while (plain < segment.length() && isPlain(segment.charAt(plain))) {
      plain++;
    }
    out.append(segment, 0, plain);
    if (plain < segment.length()) {
      appendEscaped(out, segment.substring(plain));
    }
  }

  private static void appendEscaped(StringBuilder out, String text) {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new StorageException.InvalidArgument("A key segment has an unpaired surrogate", e);
    }
    while (utf8.hasRemaining()) {
      int b = utf8.get() & 0xFF;
      if (isPlain((char) b)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 0xF));
      }
    }
  }

  static String decodeSegment(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%' && i + 2 < encoded.length()) {
        bytes[length++] =
            (byte)
                (Character.digit(encoded.charAt(i + 1), 16) << 4
                    | Character.digit(encoded.charAt(i + 2), 16));
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Decoding and encoding again gives the same text exactly when the text was canonical. */
  static void requireCanonical(String encoded) {
    if (!isPlainPath(encoded)) {
      requireSameAgain(encoded);
    }
  }

  /** Whether nothing is or has to be escaped, which is so for most keys and quick to tell. */
  private static boolean isPlainPath(String encoded) {
    int start = 0;
    for (int i = 0; i <= encoded.length(); i++) {
      if (i == encoded.length() || encoded.charAt(i) == '/') {
        if (i == start
            || (i - start <= 2 && encoded.startsWith("..".substring(0, i - start), start))) {
          return false;
        }
        start = i + 1;
      } else if (!isPlain(encoded.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static void requireSameAgain(String encoded) {
    StringBuilder again = new StringBuilder(encoded.length());
    int start = 0;
    while (true) {
      int slash = encoded.indexOf('/', start);
      String segment = encoded.substring(start, slash < 0 ? encoded.length() : slash);
      appendSegment(again, decodeSegment(segment));
      if (slash < 0) {
        break;
      }
      again.append('/');
      start = slash + 1;
    }
    if (!encoded.contentEquals(again)) {
      throw new StorageException.InvalidArgument(
          "This is not the canonical encoding of a key; build keys with Key.of");
    }
  }

  static String number(long number) {
    return number < SHORT_LIMIT
        ? padded(number, SHORT_DIGITS)
        : LONG_MARK + padded(number, LONG_DIGITS);
  }

  static OptionalLong parseNumber(String segment) {
    boolean isLong = !segment.isEmpty() && segment.charAt(0) == LONG_MARK;
    String digits = isLong ? segment.substring(1) : segment;
    if (digits.length() != (isLong ? LONG_DIGITS : SHORT_DIGITS)
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(digits);
      return isLong == (number >= SHORT_LIMIT) ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException beyondLong) {
      return OptionalLong.empty();
    }
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static boolean isPlain(char c) {
    return c < PLAIN.length && PLAIN[c];
  }
}

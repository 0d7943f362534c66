package io.holdall.storage.json.format;

import io.holdall.storage.Format;
import io.holdall.storage.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A value in the form in which it stands in a line, and back. Whatever the bytes are, they come
 * back as they were.
 */
public final class EncodedValue {
  private static final byte[] ESCAPED = Ascii.bytes("\"\\\b\f\n\r\t");
  private static final byte[] ESCAPES = Ascii.bytes("\"\\bfnrt");
  private static final byte[] UNICODE = Ascii.bytes("\\u00");

  private final byte[] bytes;
  private final Encoding encoding;
  private final int size;

  private EncodedValue(byte[] bytes, Encoding encoding, int size) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.size = size;
  }

  /** Chooses the most readable form. */
  static EncodedValue of(Value value) {
    byte[] bytes = Borrowed.from(value);
    boolean json = value.format() == Format.JSON;
    if (json && JsonSyntax.standsInLine(bytes)) {
      return new EncodedValue(bytes, Encoding.JSON, bytes.length);
    }
    long escaped = escapedSize(bytes);
    // Text full of control characters would grow sixfold.
    if (escaped <= 2L * bytes.length && Utf8.isValid(bytes)) {
      return new EncodedValue(bytes, json ? Encoding.JSON_TEXT : Encoding.TEXT, (int) escaped);
    }
    return new EncodedValue(
        bytes, json ? Encoding.JSON_BASE64 : Encoding.BASE64, base64Size(bytes.length));
  }

  /**
   * The value that stands in a line in this form.
   *
   * @param stored the bytes from the line, which the value keeps if the form allows
   * @return the value, or null if nothing is written so, which a checksum has ruled out before
   */
  public static @Nullable Value decode(byte[] stored, Encoding encoding) {
    return switch (encoding) {
      case JSON -> Value.owning(stored, encoding.format());
      case JSON_TEXT, TEXT -> {
        byte[] bytes = unescaped(stored);
        yield bytes == null ? null : Value.owning(bytes, encoding.format());
      }
      case JSON_BASE64, BASE64 -> {
        try {
          yield Value.owning(Base64.getDecoder().decode(stored), encoding.format());
        } catch (IllegalArgumentException e) {
          yield null;
        }
      }
    };
  }

  Encoding encoding() {
    return encoding;
  }

  /** How many bytes it takes in the line. */
  int size() {
    return size;
  }

  /** Writes it. */
  void writeTo(byte[] target, int at) {
    switch (encoding) {
      case JSON -> System.arraycopy(bytes, 0, target, at, size);
      case JSON_TEXT, TEXT -> escape(target, at);
      case JSON_BASE64, BASE64 ->
          System.arraycopy(Base64.getEncoder().encode(bytes), 0, target, at, size);
    }
  }

  private void escape(byte[] target, int start) {
    int at = start;
    for (byte b : bytes) {
      int escape = escape(b);
      if (escape < 0) {
        target[at++] = b;
      } else if (escape < ESCAPES.length) {
        target[at++] = '\\';
        target[at++] = ESCAPES[escape];
      } else {
        System.arraycopy(UNICODE, 0, target, at, UNICODE.length);
        String hex = Ascii.hex(b);
        target[at + 4] = (byte) hex.charAt(6);
        target[at + 5] = (byte) hex.charAt(7);
        at += 6;
      }
    }
  }

  private static long escapedSize(byte[] bytes) {
    long size = bytes.length;
    for (byte b : bytes) {
      int escape = escape(b);
      if (escape >= 0) {
        size += escape < ESCAPES.length ? 1 : 5;
      }
    }
    return size;
  }

  /** -1 for a byte that stands for itself, else its place among the escapes, or behind them. */
  private static int escape(byte b) {
    if (b < 0 || (b >= ' ' && b != '"' && b != '\\')) {
      return -1;
    }
    int at = 0;
    while (at < ESCAPED.length && ESCAPED[at] != b) {
      at++;
    }
    return at;
  }

  private static byte @Nullable [] unescaped(byte[] stored) {
    byte[] bytes = new byte[stored.length];
    int length = 0;
    for (int i = 0; i < stored.length; i++) {
      byte b = stored[i];
      if (b == '\\') {
        i++;
        int character = i < stored.length ? unescape(stored, i) : -1;
        if (character < 0) {
          return null;
        }
        b = (byte) character;
        i += stored[i] == 'u' ? 4 : 0;
      }
      bytes[length++] = b;
    }
    return Arrays.copyOf(bytes, length);
  }

  /** What the escape means whose letter stands here, or -1 if there is no such escape. */
  private static int unescape(byte[] stored, int at) {
    for (int i = 0; i < ESCAPES.length; i++) {
      if (stored[at] == ESCAPES[i]) {
        return ESCAPED[i];
      }
    }
    if (stored[at] != 'u' || at + 4 >= stored.length) {
      return -1;
    }
    return Ascii.hexDigit(stored[at + 3]) << 4 | Ascii.hexDigit(stored[at + 4]);
  }

  private static int base64Size(int length) {
    return (int) ((length + 2L) / 3 * 4);
  }

  /** Takes hold of a value's bytes without a copy; they are only read. */
  private static final class Borrowed extends OutputStream {
    private byte[] bytes = {};

    static byte[] from(Value value) {
      Borrowed borrowed = new Borrowed();
      try {
        value.writeTo(borrowed);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return borrowed.bytes;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      boolean whole = bytes.length == 0 && offset == 0 && length == source.length;
      if (whole) {
        bytes = source;
      } else {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(source, offset, joined, bytes.length, length);
        bytes = joined;
      }
    }
  }
}

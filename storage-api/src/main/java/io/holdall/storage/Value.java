package io.holdall.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable sequence of bytes and what they are meant to be. It comes back from every backend
 * byte for byte as it was given, whatever is in it. Zero length is a value, not an absence.
 */
public final class Value {
  private final byte[] array;
  private final int offset;
  private final int length;
  private final Format format;

  private Value(byte[] array, int offset, int length, Format format) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.format = format;
  }

  private Value(byte[] bytes, Format format) {
    this(bytes, 0, bytes.length, format);
  }

  /**
   * A JSON text, kept as it is written, white space included.
   *
   * @throws StorageException.InvalidArgument if it has an unpaired surrogate, which has no bytes in
   *     UTF-8; JSON writes one as an escape
   */
  public static Value json(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (hasUnpairedSurrogate(text)) { // would have become a question mark
      throw new StorageException.InvalidArgument("A JSON text has an unpaired surrogate");
    }
    return new Value(bytes, Format.JSON);
  }

  /** Bytes of no declared meaning; the array is copied. */
  public static Value binary(byte[] bytes) {
    return of(bytes, Format.BINARY);
  }

  /** Bytes of the given format; the array is copied. */
  public static Value of(byte[] bytes, Format format) {
    return new Value(bytes.clone(), format);
  }

  /**
   * Bytes of the given format <em>without a copy</em>, for backends and decorators that have just
   * made the array and will never touch it again. Applications use {@link #of}.
   */
  public static Value owning(byte[] bytes, Format format) {
    return new Value(bytes, format);
  }

  /**
   * A part of an array as {@link #owning(byte[], Format)}, for those who have more in it than the
   * value. The whole array stays in memory as long as the value.
   *
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public static Value owning(byte[] array, int offset, int length, Format format) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Value(array, offset, length, format);
  }

  private static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int pair = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(pair)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** What the bytes are meant to be. */
  public Format format() {
    return format;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The bytes without a copy, read-only. */
  public ByteBuffer buffer() {
    ByteBuffer buffer = ByteBuffer.wrap(array, offset, length);
    return (length == array.length ? buffer : buffer.slice()).asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /** Writes the bytes without a copy; the stream must not change or keep the array it is given. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(array, offset, length);
  }

  /** Same bytes and same format. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Value value
        && format == value.format
        && Arrays.equals(
            array, offset, offset + length, value.array, value.offset, value.offset + value.length);
  }

  @Override
  public int hashCode() {
    int hash = format.hashCode();
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** Format and length only: values never appear in messages or logs. */
  @Override
  public String toString() {
    return format + "[" + length + " bytes]";
  }
}

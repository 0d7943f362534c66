package io.holdall.storage.sqlite;

import io.holdall.storage.Format;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a row, kept in its column {@code checksum}: the upper 32 bits are the CRC-32C of
 * the head, that is of key, version, the value's checksum and the format, the lower 32 bits the
 * CRC-32C of the value. So a reader that leaves the value alone can still trust key and version,
 * and the format needs no column: it is the one with which the head is whole.
 *
 * <p>Not thread-safe; each connection has one of its own.
 */
final class RowSeal {
  private static final Format[] FORMATS = {Format.JSON, Format.BINARY};

  private final CRC32C crc = new CRC32C();
  private final byte[] tail = new byte[13];

  /** The checksum to store with a row. */
  long of(String key, long version, byte[] value, Format format) {
    int body = body(value);
    return ((long) head(key, version, body, format) << 32) | Integer.toUnsignedLong(body);
  }

  /** The format under which the head of a row is whole, or null if it is damaged. */
  @Nullable Format formatOf(String key, long version, long checksum) {
    int head = (int) (checksum >>> 32);
    int body = (int) checksum;
    for (Format format : FORMATS) {
      if (head(key, version, body, format) == head) {
        return format;
      }
    }
    return null;
  }

  /** Whether a value is whole, once its head is. */
  boolean covers(byte[] value, long checksum) {
    return body(value) == (int) checksum;
  }

  private int body(byte[] value) {
    crc.reset();
    crc.update(value, 0, value.length);
    return (int) crc.getValue();
  }

  private int head(String key, long version, int body, Format format) {
    byte[] ascii = key.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 8; i++) {
      tail[i] = (byte) (version >>> (56 - 8 * i));
    }
    for (int i = 0; i < 4; i++) {
      tail[8 + i] = (byte) (body >>> (24 - 8 * i));
    }
    tail[12] = (byte) (format == Format.JSON ? 'J' : 'B');
    crc.reset();
    crc.update(ascii, 0, ascii.length);
    crc.update(tail, 0, tail.length);
    return (int) crc.getValue();
  }
}

package io.holdall.storage.chronicle.map;

import io.holdall.storage.Format;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How an entry stands in the map: a header of a checksum of all that follows, kind, version and
 * length, and then the value, unless it is so large that it stands in pieces beside it.
 */
final class StoredValue {
  static final int HEADER_BYTES = 20;
  private static final int CRC_AT = 0;
  private static final int KIND_AT = 4;
  private static final int VERSION_AT = 8;
  private static final int LENGTH_AT = 16;
  private static final int JSON = 1;
  private static final int BINARY = 2;
  private static final int IN_PIECES = 4;

  private StoredValue() {}

  static byte[] of(long version, Format format, ByteBuffer value, boolean inPieces) {
    int length = value.remaining();
    byte[] stored = new byte[HEADER_BYTES + (inPieces ? 0 : length)];
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    buffer.putLong(VERSION_AT, version);
    int kind = format == Format.JSON ? JSON : BINARY;
    buffer.putInt(KIND_AT, inPieces ? kind | IN_PIECES : kind);
    buffer.putInt(LENGTH_AT, length);
    if (!inPieces) {
      value.get(stored, HEADER_BYTES, length);
    }
    buffer.putInt(CRC_AT, checksum(stored));
    return stored;
  }

  /** Whether it is as it was written. */
  static boolean isWhole(byte[] stored) {
    return stored.length >= HEADER_BYTES
        && ByteBuffer.wrap(stored).getInt(CRC_AT) == checksum(stored)
        && (isInPieces(stored) || length(stored) == stored.length - HEADER_BYTES);
  }

  static long version(byte[] stored) {
    return ByteBuffer.wrap(stored).getLong(VERSION_AT);
  }

  static Format format(byte[] stored) {
    return (ByteBuffer.wrap(stored).getInt(KIND_AT) & JSON) != 0 ? Format.JSON : Format.BINARY;
  }

  static boolean isInPieces(byte @Nullable [] stored) {
    return stored != null && (ByteBuffer.wrap(stored).getInt(KIND_AT) & IN_PIECES) != 0;
  }

  static int length(byte[] stored) {
    return ByteBuffer.wrap(stored).getInt(LENGTH_AT);
  }

  private static int checksum(byte[] stored) {
    CRC32C crc = new CRC32C();
    crc.update(stored, KIND_AT, stored.length - KIND_AT);
    return (int) crc.getValue();
  }
}

package io.holdall.storage.chronicle.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** How the files of a log are laid out; {@code docs/chronicle.md} describes it. Little-endian. */
final class LogFormat {
  /** The first bytes of every file of a log: {@code HOLDALLC}. */
  static final long FILE_MAGIC = 0x434C_4C41_444C_4F48L;

  static final int FORMAT_VERSION = 1;

  // The header of a file.
  static final int FILE_VERSION_AT = 8;
  static final int FILE_PART_AT = 12;
  static final int FILE_SEQUENCE_AT = 16;
  static final int FILE_PREVIOUS_END_AT = 24;
  static final int FILE_LENGTH_AT = 32;
  static final int FILE_CRC_AT = 40;
  static final int FILE_HEADER_BYTES = 64;

  /** The first bytes of every record: {@code HREC}. */
  static final int RECORD_MAGIC = 0x4345_5248;

  // The header of a record.
  static final int BODY_LENGTH_AT = 4;
  static final int BODY_CRC_AT = 8;
  static final int TYPE_AT = 12;
  static final int NUMBER_AT = 16;
  static final int TRUSTED_AT = 24;
  static final int HEADER_CRC_AT = 32;
  static final int RECORD_HEADER_BYTES = 40;

  /** Records begin at multiples of this. */
  static final int ALIGNMENT = 8;

  private LogFormat() {}

  /** The bytes that a record with such a body takes. */
  static long recordBytes(long bodyBytes) {
    return (RECORD_HEADER_BYTES + bodyBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static int checksum(byte[] bytes) {
    return checksum(bytes, bytes.length);
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  static int checksum(ByteBuffer buffer, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().position(from).limit(from + length));
    return (int) crc.getValue();
  }
}

package io.holdall.storage.json.format;

import java.util.zip.CRC32C;

/** CRC32C, and the chain that makes one number of the checksums of many lines. */
public final class Checksum {
  private Checksum() {}

  /** The CRC32C of these bytes. */
  public static int of(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** The chain after a further line: the CRC32C of the chain so far and the line's checksum. */
  public static int chain(int chain, int line) {
    CRC32C crc = new CRC32C();
    update(crc, chain);
    update(crc, line);
    return (int) crc.getValue();
  }

  private static void update(CRC32C crc, int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      crc.update(number >>> shift & 0xFF);
    }
  }
}

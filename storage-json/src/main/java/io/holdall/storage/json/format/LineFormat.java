package io.holdall.storage.json.format;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** The fixed parts of a line. */
public final class LineFormat {
  static final byte[] COMMIT = Ascii.bytes("{\"commit\":");
  static final byte[] WITH = Ascii.bytes(",\"with\":");
  static final byte[] OPERATIONS = Ascii.bytes(",\"ops\":[");
  static final byte[] END_OF_OPERATIONS = Ascii.bytes("]");
  static final byte[] CRC = Ascii.bytes(",\"crc\":\"");
  static final byte[] END_OF_LINE = Ascii.bytes("\"}\n");

  /** What stands between two operations. */
  public static final byte[] SEPARATOR = Ascii.bytes(",");

  /** What follows the bytes that the checksum is of. */
  static final int TRAILER = CRC.length + 8 + END_OF_LINE.length;

  private LineFormat() {}

  /**
   * What stands before the operations of a commit.
   *
   * @param commit its number
   * @param group the number of the first commit that was written together with it, which is its own
   *     for the first and for one that was written alone
   */
  public static byte[] head(long commit, long group) {
    return Ascii.bytes(
        group == commit
            ? "{\"commit\":" + commit + ",\"ops\":["
            : "{\"commit\":" + commit + ",\"with\":" + group + ",\"ops\":[");
  }

  /** What follows the operations; the checksum of all before them becomes that of the line. */
  public static byte[] tail(CRC32C crc) {
    crc.update(END_OF_OPERATIONS, 0, END_OF_OPERATIONS.length);
    byte[] tail = new byte[END_OF_OPERATIONS.length + TRAILER];
    tail[0] = END_OF_OPERATIONS[0];
    putTrailer((int) crc.getValue(), tail, 1);
    return tail;
  }

  /** How long a line with a body of this length may be at most. */
  public static long longest(long body) {
    return COMMIT.length
        + WITH.length
        + 2 * 19L
        + OPERATIONS.length
        + body
        + END_OF_OPERATIONS.length
        + TRAILER;
  }

  /** The checksum that a whole line ends with. */
  public static int crcOf(byte[] line) {
    return Checksum.of(line, 0, line.length - TRAILER);
  }

  /** Closes an object that has no checksum yet and makes a line of it. */
  static byte[] sealed(String open) {
    byte[] start = Ascii.bytes(open);
    byte[] line = Arrays.copyOf(start, start.length + TRAILER);
    putTrailer(Checksum.of(start, 0, start.length), line, start.length);
    return line;
  }

  private static void putTrailer(int crc, byte[] target, int at) {
    System.arraycopy(CRC, 0, target, at, CRC.length);
    Ascii.putHex(crc, target, at + CRC.length);
    System.arraycopy(END_OF_LINE, 0, target, at + CRC.length + 8, END_OF_LINE.length);
  }
}

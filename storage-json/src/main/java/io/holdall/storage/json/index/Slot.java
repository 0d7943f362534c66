package io.holdall.storage.json.index;

/**
 * Where a value stands and what it must look like there, packed into 24 bytes.
 *
 * @param meta version and encoding
 * @param place file and offset
 * @param extent length and checksum
 */
public record Slot(long meta, long place, long extent) {
  /** The largest version: 2<sup>56</sup> - 1. */
  public static final long MAX_VERSION = (1L << 56) - 1;

  /** The largest offset: 1 TiB - 1. */
  public static final long MAX_OFFSET = (1L << 40) - 1;

  /** The largest number of a file: 2<sup>24</sup> - 1. */
  public static final int MAX_FILE = (1 << 24) - 1;

  /**
   * Packs.
   *
   * @param version the commit that wrote the value
   * @param encoding how the value is written, a number below 128
   * @param file the number of the file, as this opening of the store counts them
   * @param offset where the value begins in it
   * @param length how many bytes it takes there
   * @param crc the CRC32C of these bytes
   */
  public static Slot of(long version, int encoding, int file, long offset, int length, int crc) {
    if ((version & ~MAX_VERSION) != 0 || (offset & ~MAX_OFFSET) != 0 || (file & ~MAX_FILE) != 0) {
      throw new IllegalArgumentException("A version, a file or an offset is out of range");
    }
    return new Slot(
        version | (long) encoding << 56, offset | (long) file << 40, packed(length, crc));
  }

  /** The same value, copied to another place. */
  public Slot movedTo(int file, long offset) {
    return of(version(), encoding(), file, offset, length(), crc());
  }

  /** The commit that wrote the value. */
  public long version() {
    return meta & MAX_VERSION;
  }

  /** How the value is written. */
  public int encoding() {
    return (int) (meta >>> 56);
  }

  /** The number of the file. */
  public int file() {
    return (int) (place >>> 40);
  }

  /** Where the value begins. */
  public long offset() {
    return place & MAX_OFFSET;
  }

  /** How many bytes it takes. */
  public int length() {
    return (int) (extent >>> 32);
  }

  /** The CRC32C of these bytes. */
  public int crc() {
    return (int) extent;
  }

  private static long packed(int length, int crc) {
    return (long) length << 32 | (crc & 0xFFFFFFFFL);
  }
}

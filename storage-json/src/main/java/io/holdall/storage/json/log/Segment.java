package io.holdall.storage.json.log;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.format.EncodedValue;
import io.holdall.storage.json.format.Encoding;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An opened file of the log: where it belongs, what it holds, and its values by position. */
public final class Segment {
  static final String BAD_HEADER = "A segment does not begin with a whole header";
  static final String WRONG_HEADER = "A segment's header is that of another segment";
  static final String BAD_VALUE = "A value does not have the checksum it was written with";
  private static final int LONGEST_HEADER = 4096;

  private final int file;
  private final Path path;
  private final SegmentHeader header;
  private final int headerLength;
  private final int headerCrc;
  private final ReadableFile readable;

  /** The bytes that count: all that was read or written, or what the next segment states. */
  private volatile long length;

  /** The bytes of entries that are in the index, as far as their lines consist of them. */
  private final AtomicLong live = new AtomicLong();

  /** The bytes of deletes that a compaction had to keep. */
  private final AtomicLong kept = new AtomicLong();

  Segment(int file, Path path, SegmentHeader header, int length, int crc, ReadableFile readable) {
    this.file = file;
    this.path = path;
    this.header = header;
    this.headerLength = length;
    this.headerCrc = crc;
    this.readable = readable;
    this.length = length;
  }

  /**
   * Opens a segment and reads its header.
   *
   * @param file the number to be used in {@link Slot}s
   * @param store the id of the store it must belong to
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws Corrupt if its header is damaged or another's
   */
  static Segment open(Disk disk, Path directory, SegmentName name, int file, String store)
      throws IOException {
    Path path = directory.resolve(name.file());
    ReadableFile readable = disk.openForReading(path);
    try {
      LineParser line = new LineParser();
      SegmentHeader header =
          header(readable, line).orElseThrow(() -> LogDamage.corrupt(path, 0, BAD_HEADER));
      if (!header.name().equals(name) || !header.store().equals(store)) {
        throw LogDamage.corrupt(path, 0, WRONG_HEADER);
      }
      return new Segment(file, path, header, line.end(), line.crc(), readable);
    } catch (IOException | RuntimeException e) {
      readable.close();
      throw e;
    }
  }

  /** Reads nothing but the header of a segment; empty if it is damaged. */
  static Optional<SegmentHeader> header(Disk disk, Path directory, SegmentName name)
      throws IOException {
    try (ReadableFile readable = disk.openForReading(directory.resolve(name.file()))) {
      return header(readable, new LineParser());
    }
  }

  private static Optional<SegmentHeader> header(ReadableFile readable, LineParser line)
      throws IOException {
    byte[] start = new byte[LONGEST_HEADER];
    int read = readable.read(0, start, 0, start.length);
    return line.parse(start, 0, read) == LineParser.Kind.OTHER
        ? SegmentHeader.parse(line.text())
        : Optional.empty();
  }

  /** The number by which slots name it. */
  public int file() {
    return file;
  }

  /** The name of its file. */
  public SegmentName name() {
    return header.name();
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Its first line. */
  public SegmentHeader header() {
    return header;
  }

  /** The place behind its header. */
  LogPosition start() {
    return new LogPosition(name(), headerLength, header.first() - 1, headerCrc);
  }

  ReadableFile readable() {
    return readable;
  }

  /** The bytes that count. */
  public long length() {
    return length;
  }

  void setLength(long bytes) {
    length = bytes;
  }

  /** The bytes that neither hold entries nor must be kept for another reason. */
  public long garbage() {
    return Math.max(0, length - headerLength - live.get() - kept.get());
  }

  /** The bytes of deletes that a compaction had to keep. */
  public long kept() {
    return kept.get();
  }

  void keep(long bytes) {
    kept.addAndGet(bytes);
  }

  /** Counts an entry in, or with a negative number out. */
  public void addLive(long bytes) {
    live.addAndGet(bytes);
  }

  /** How much of a line an entry takes, roughly. */
  public static long lineBytes(int keyLength, int valueLength) {
    return 70L + keyLength + valueLength;
  }

  /**
   * The value at a place.
   *
   * @throws java.nio.channels.ClosedChannelException if the segment was retired
   * @throws Corrupt if the value is damaged
   */
  public Value read(Slot slot) throws IOException {
    byte[] stored = new byte[slot.length()];
    int read = readable.read(slot.offset(), stored, 0, stored.length);
    if (read < stored.length || Checksum.of(stored, 0, read) != slot.crc()) {
      throw LogDamage.corrupt(path, slot.offset(), BAD_VALUE);
    }
    Value value = EncodedValue.decode(stored, Encoding.of(slot.encoding()));
    if (value == null) {
      throw LogDamage.corrupt(path, slot.offset(), BAD_VALUE);
    }
    return value;
  }

  /** Closes the file; reads under way complete. */
  public void close() throws IOException {
    readable.close();
  }
}

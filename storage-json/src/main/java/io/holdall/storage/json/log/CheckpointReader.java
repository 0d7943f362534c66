package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.format.Ascii;
import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.format.Encoding;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.Index;
import io.holdall.storage.json.index.IndexEdit;
import io.holdall.storage.json.index.Slot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Reads what {@link CheckpointWriter} wrote, and believes nothing of it without a checksum. */
final class CheckpointReader implements Closeable {
  /**
   * A segment as it was when the checkpoint was written.
   *
   * @param name its name
   * @param length the bytes it had
   * @param kept the bytes of deletes that a compaction had to keep
   */
  record Covered(SegmentName name, long length, long kept) {}

  private static final int LONGEST_BLOCK = 1 << 20;

  private final ReadableFile file;
  private long position;
  private byte[] block = {};
  private int at;
  private byte[] key = {};

  private String store = "";
  private LogPosition end = new LogPosition(new SegmentName(1, 0), 0, 0, 0);
  private long entries;
  private final List<Covered> covered = new ArrayList<>();

  private CheckpointReader(ReadableFile file) {
    this.file = file;
  }

  /** Opens the checkpoint of a store; empty if there is none, or its beginning is damaged. */
  static Optional<CheckpointReader> open(Disk disk, Path directory) throws IOException {
    ReadableFile file;
    try {
      file = disk.openForReading(directory.resolve(CheckpointWriter.FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    CheckpointReader reader = new CheckpointReader(file);
    try {
      reader.header();
      return Optional.of(reader);
    } catch (Damaged e) {
      reader.close();
      return Optional.empty();
    } catch (IOException e) {
      reader.close();
      throw e;
    }
  }

  /** The size of the file. */
  long bytes() throws IOException {
    return file.length();
  }

  /** The id of the store it was written for. */
  String store() {
    return store;
  }

  /** The place in the log up to which it reaches. */
  LogPosition end() {
    return end;
  }

  /** The segments of the log when it was written, in their order. */
  List<Covered> covered() {
    return covered;
  }

  /**
   * Reads the entries into an index.
   *
   * @param segments the segments {@link #covered()}, opened
   * @return the bytes of entries in each of the segments; empty if the checkpoint is damaged, and
   *     then the index is of no use
   */
  Optional<long[]> readInto(IndexEdit index, List<Segment> segments) throws IOException {
    long[] live = new long[covered.size()];
    boolean whole = readEntries(index, place -> segments.get(place).file(), live);
    return whole ? Optional.of(live) : Optional.empty();
  }

  private boolean readEntries(IndexEdit index, IntUnaryOperator fileOf, long[] live)
      throws IOException {
    try {
      for (long i = 0; i < entries; i++) {
        entry(index, fileOf, live);
      }
      return at == block.length && index.size() == entries && position == file.length();
    } catch (Damaged e) {
      return false;
    }
  }

  /** Whether all entries can be read. */
  boolean isWhole() throws IOException {
    IndexEdit index = Index.empty().edit();
    return readEntries(index, place -> 0, new long[covered.size()]);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void header() throws IOException {
    byte[] magic = new byte[CheckpointWriter.MAGIC.length];
    int read = file.read(0, magic, 0, magic.length);
    if (read < magic.length || !Arrays.equals(magic, CheckpointWriter.MAGIC)) {
      throw new Damaged();
    }
    position = read;
    nextBlock();
    byte[] id = bytes(0);
    store = Ascii.text(id, 0, id.length);
    SegmentName last = name();
    end = new LogPosition(last, number(), number(), checksum());
    entries = number();
    long segments = number();
    for (long i = 0; i < segments; i++) {
      if (at == block.length) {
        nextBlock();
      }
      covered.add(new Covered(name(), number(), number()));
    }
    if (at < block.length) {
      throw new Damaged();
    }
  }

  private SegmentName name() throws Damaged {
    return new SegmentName((int) number(), (int) number());
  }

  private void entry(IndexEdit index, IntUnaryOperator fileOf, long[] live) throws IOException {
    if (at == block.length) {
      nextBlock();
      key = new byte[0];
    }
    long shared = number();
    if (shared > key.length) {
      throw new Damaged();
    }
    key = bytes((int) shared);
    long version = number();
    long encoding = number();
    long place = number();
    long offset = number();
    long length = number();
    if (encoding >= Encoding.count() || place >= live.length || length > Integer.MAX_VALUE) {
      throw new Damaged();
    }
    int file = fileOf.applyAsInt((int) place);
    index.put(key, Slot.of(version, (int) encoding, file, offset, (int) length, checksum()));
    live[(int) place] += Segment.lineBytes(key.length, (int) length);
  }

  private void nextBlock() throws IOException {
    byte[] head = new byte[8];
    if (file.read(position, head, 0, 8) < 8) {
      throw new Damaged();
    }
    block = head;
    at = 0;
    int length = checksum();
    int crc = checksum();
    if (length < 1 || length > LONGEST_BLOCK) {
      throw new Damaged();
    }
    byte[] content = new byte[length];
    if (file.read(position + 8, content, 0, length) < length
        || Checksum.of(content, 0, length) != crc) {
      throw new Damaged();
    }
    block = content;
    at = 0;
    position += 8 + length;
  }

  /** A length and bytes, put behind the first bytes of the last key. */
  private byte[] bytes(int shared) throws Damaged {
    long length = number();
    require(length);
    byte[] bytes = Arrays.copyOf(key, shared + (int) length);
    System.arraycopy(block, at, bytes, shared, (int) length);
    at += (int) length;
    return bytes;
  }

  private long number() throws Damaged {
    long number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      require(1);
      byte b = block[at++];
      number |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new Damaged();
  }

  private int checksum() throws Damaged {
    require(4);
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number = number << 8 | (block[at++] & 0xFF);
    }
    return number;
  }

  private void require(long bytes) throws Damaged {
    if (bytes > block.length - at) {
      throw new Damaged();
    }
  }

  /** The checkpoint cannot be used; nobody outside needs to know why. */
  private static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged() {
      super("The checkpoint is damaged");
    }
  }
}

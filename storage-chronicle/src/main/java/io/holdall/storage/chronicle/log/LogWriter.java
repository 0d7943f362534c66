package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * Appends records to the segments of a log, through a mapping: what is in it survives the death of
 * the process without a call of the system. For one thread at a time.
 *
 * <p>Each opening begins a segment with a number that no segment ever had, and each segment counts
 * its commits anew, so that numbers are never given twice, whatever a crash has taken.
 */
public final class LogWriter {
  private static final int FIRST_SEGMENT_BYTES = 128 << 10;
  private static final int NUMBER_BITS = 40;

  /**
   * Room that is kept at the end of a segment, to close it, and for a record that voids another.
   */
  private static final int RESERVED = LogFormat.RECORD_HEADER_BYTES;

  private final LogDirectory directory;
  private final Disk disk;
  private final boolean syncs;
  private final int segmentBytes;

  private final NextSegment next;
  private final ByteBuffer header =
      ByteBuffer.allocate(LogFormat.RECORD_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private MappedByteBuffer mapped;
  private long sequence;
  private long commits;
  private int position;
  private int synced;
  private int roundBegan;
  private int roundRecords;
  private boolean inDoubt;
  private boolean ended;
  private long bytes;
  private int nextLength = FIRST_SEGMENT_BYTES;

  private LogWriter(LogDirectory directory, Disk disk, boolean syncs, int segmentBytes, LogEnd end)
      throws IOException {
    this.directory = directory;
    this.disk = disk;
    this.syncs = syncs;
    this.segmentBytes = segmentBytes;
    next = new NextSegment(disk, syncs);
    sequence = end.sequence();
    position = end.end();
    bytes = end.bytes();
    mapped = makeSegment(0, true);
    becomeSegment(mapped);
  }

  /** Begins to write behind the end of a log. */
  public static LogWriter after(
      LogDirectory directory, Disk disk, boolean syncs, int segmentBytes, LogEnd end)
      throws IOException {
    return new LogWriter(directory, disk, syncs, segmentBytes, end);
  }

  /** Makes the first segment and the manifest of a new store. */
  public static LogWriter create(
      LogDirectory directory, Disk disk, boolean syncs, int segmentBytes, Sizes sizes)
      throws IOException {
    directory.requireEmpty();
    LogWriter writer = after(directory, disk, syncs, segmentBytes, new LogEnd(0, 0, 0));
    directory.write(new Manifest(0, 0, 1, sizes), disk);
    return writer;
  }

  /** The bytes of all records, those of the base included. */
  public long bytes() {
    return bytes;
  }

  /** Where the log ends. */
  public LogEnd end() {
    return new LogEnd(sequence, position, bytes);
  }

  /** The segment that is being written. */
  public long sequence() {
    return sequence;
  }

  /**
   * Begins a round of records that become durable together.
   *
   * @throws IOException if an earlier failure cannot be made good; nothing was written
   */
  public void beginRound() throws IOException {
    if (inDoubt) {
      beginSegment(0, true);
    }
    roundBegan = position;
    roundRecords = 0;
  }

  /** Whether the record of such a body fits into the segment, with all that may have to follow. */
  public boolean fits(int bodyBytes) {
    return LogFormat.recordBytes(bodyBytes) + (roundRecords + 2L) * RESERVED
        <= mapped.capacity() - position;
  }

  /** Goes on in a new segment, with room for such a body; only before the first of a round. */
  public void roll(int bodyBytes) throws IOException {
    if (!ended) { // else this was tried before, and there was no room for the next segment
      write(RecordType.END, 0, 0);
      ended = true;
    }
    if (syncs) {
      sync();
    }
    long needed = LogFormat.FILE_HEADER_BYTES + LogFormat.recordBytes(bodyBytes) + 2L * RESERVED;
    if (needed > Integer.MAX_VALUE) {
      throw new IOException("A commit is longer than a file of the log can be");
    }
    beginSegment((int) needed, syncs);
    roundBegan = position;
  }

  /** Appends a commit that {@link #fits}, and gives it its number. */
  public long append(RecordBody body) {
    long number = sequence << NUMBER_BITS | ++commits;
    body.writeTo(mapped.position(position + LogFormat.RECORD_HEADER_BYTES));
    write(RecordType.COMMIT, number, body.length());
    roundRecords++;
    return number;
  }

  /** Takes back a commit of this round. */
  public void appendVoid(long number) {
    write(RecordType.VOID, number, 0);
  }

  /**
   * Returns when all that was appended is as durable as it has to be.
   *
   * @throws IOException if that cannot be said; then call {@link #takeBack}
   */
  public void commitRound() throws IOException {
    if (syncs) {
      sync();
    }
  }

  /**
   * Takes this round back: it has not happened, now and after any crash. What could not be synced
   * is neither trusted nor synced again; a new segment says that the old one ends before it.
   *
   * @throws IOException if that failed, too, so that the round may or may not have happened
   */
  public void takeBack() throws IOException {
    bytes -= position - roundBegan;
    position = roundBegan;
    inDoubt = true;
    beginSegment(0, true);
  }

  /** Writes that nothing follows, and syncs it whatever the durability. */
  public void close() throws IOException {
    next.close();
    if (!inDoubt) {
      write(RecordType.END, 0, 0);
      sync();
    }
  }

  /** Forgets the bytes of what a base has replaced. */
  public void replaced(long oldBytes, long baseBytes) {
    bytes += baseBytes - oldBytes;
  }

  /** Writes the header of a record whose body stands behind it; that makes it one. */
  private void write(RecordType type, long number, int bodyLength) {
    int at = position;
    int bodyAt = at + LogFormat.RECORD_HEADER_BYTES;
    header.putInt(0, LogFormat.RECORD_MAGIC);
    header.putInt(LogFormat.BODY_LENGTH_AT, bodyLength);
    header.putInt(LogFormat.BODY_CRC_AT, LogFormat.checksum(mapped, bodyAt, bodyLength));
    header.putInt(LogFormat.TYPE_AT, type.code());
    header.putLong(LogFormat.NUMBER_AT, number);
    header.putLong(LogFormat.TRUSTED_AT, syncs ? synced : at);
    header.putInt(
        LogFormat.HEADER_CRC_AT, LogFormat.checksum(header.array(), LogFormat.HEADER_CRC_AT));
    mapped.put(at, header.array());
    position = at + (int) LogFormat.recordBytes(bodyLength);
    bytes += position - at;
    if (position > mapped.capacity() / 2 && next.isDue(nextLength)) {
      next.prepare(unfinished(), nextLength);
    }
  }

  private Path unfinished() {
    return directory.file(LogDirectory.segmentName(sequence + 1) + LogDirectory.UNFINISHED);
  }

  private void sync() throws IOException {
    if (position > synced) {
      disk.sync(mapped, synced, position - synced);
      synced = position;
    }
  }

  private void beginSegment(int least, boolean durably) throws IOException {
    becomeSegment(makeSegment(least, durably));
  }

  private MappedByteBuffer makeSegment(int least, boolean durably) throws IOException {
    int length = Math.max(least, nextLength);
    MappedByteBuffer prepared = next.take(length);
    MappedByteBuffer segment = prepared == null ? disk.allocate(unfinished(), length) : prepared;
    segment.putLong(0, LogFormat.FILE_MAGIC);
    segment.putInt(LogFormat.FILE_VERSION_AT, LogFormat.FORMAT_VERSION);
    segment.putInt(LogFormat.FILE_PART_AT, 0);
    segment.putLong(LogFormat.FILE_SEQUENCE_AT, sequence + 1);
    segment.putLong(LogFormat.FILE_PREVIOUS_END_AT, position);
    segment.putLong(LogFormat.FILE_LENGTH_AT, segment.capacity());
    segment.putInt(LogFormat.FILE_CRC_AT, LogFormat.checksum(segment, 0, LogFormat.FILE_CRC_AT));
    if (durably) {
      boolean alreadySynced = prepared != null && syncs;
      disk.sync(segment, 0, alreadySynced ? LogFormat.FILE_HEADER_BYTES : segment.capacity());
    }
    disk.rename(unfinished(), directory.segment(sequence + 1), durably);
    return segment;
  }

  private void becomeSegment(MappedByteBuffer segment) {
    mapped = segment;
    sequence++;
    commits = 0;
    position = LogFormat.FILE_HEADER_BYTES;
    synced = position;
    roundBegan = position;
    roundRecords = 0;
    inDoubt = false;
    ended = false;
    nextLength = (int) Math.min(2L * Math.max(nextLength, 1), segmentBytes);
  }
}

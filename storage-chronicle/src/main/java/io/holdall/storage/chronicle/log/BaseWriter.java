package io.holdall.storage.chronicle.log;

import io.holdall.storage.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a base: entries with their versions, in files of a few hundred megabytes. It counts from
 * the moment a manifest names it. Plain file output, which no interrupt closes.
 */
public final class BaseWriter implements AutoCloseable {
  private static final long PART_BYTES = 256L << 20;
  private static final int RECORD_BYTES = 1 << 20;

  private final LogDirectory directory;
  private final Disk disk;
  private final long sequence;

  private final List<Entry> waiting = new ArrayList<>();
  private long waitingBytes;
  private int parts;
  private @Nullable RandomAccessFile file;
  private long position;
  private long bytes;

  /** Begins a base that replaces all segments before this one. */
  public BaseWriter(LogDirectory directory, Disk disk, long firstSegment) {
    this.directory = directory;
    this.disk = disk;
    sequence = firstSegment;
  }

  /** Adds an entry. */
  public void add(Entry entry) throws IOException {
    waiting.add(entry);
    waitingBytes += entry.key().encoded().length() + entry.value().length();
    if (waitingBytes >= RECORD_BYTES) {
      writeWaiting();
    }
  }

  /**
   * Makes the base count, and removes what it has replaced.
   *
   * @return how long its records are together
   */
  public long finish(Manifest before) throws IOException {
    writeWaiting();
    if (parts > 0) {
      finishPart();
    }
    Manifest manifest = before.withBase(sequence, parts);
    directory.write(manifest, disk);
    directory.removeReplaced(manifest, disk);
    return bytes;
  }

  private void writeWaiting() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    byte[] body = RecordBody.of(waiting);
    waiting.clear();
    waitingBytes = 0;
    if (file == null || position > PART_BYTES) {
      if (file != null) {
        finishPart();
      }
      beginPart();
    }
    write(RecordType.ENTRIES, 0, body);
  }

  private void beginPart() throws IOException {
    parts++;
    RandomAccessFile part = new RandomAccessFile(unfinished().toFile(), "rw");
    file = part;
    part.setLength(0);
    part.write(new byte[LogFormat.FILE_HEADER_BYTES]);
    position = LogFormat.FILE_HEADER_BYTES;
  }

  private void finishPart() throws IOException {
    write(RecordType.END, parts, new byte[0]);
    RandomAccessFile part = part();
    ByteBuffer header =
        ByteBuffer.allocate(LogFormat.FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(0, LogFormat.FILE_MAGIC);
    header.putInt(LogFormat.FILE_VERSION_AT, LogFormat.FORMAT_VERSION);
    header.putInt(LogFormat.FILE_PART_AT, parts);
    header.putLong(LogFormat.FILE_SEQUENCE_AT, sequence);
    header.putLong(LogFormat.FILE_LENGTH_AT, position);
    header.putInt(LogFormat.FILE_CRC_AT, LogFormat.checksum(header, 0, LogFormat.FILE_CRC_AT));
    part.seek(0);
    part.write(header.array());
    part.getFD().sync();
    part.close();
    file = null;
    disk.rename(unfinished(), directory.base(sequence, parts), true);
  }

  private void write(RecordType type, long number, byte[] body) throws IOException {
    int length = (int) LogFormat.recordBytes(body.length);
    ByteBuffer record = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(0, LogFormat.RECORD_MAGIC);
    record.putInt(LogFormat.BODY_LENGTH_AT, body.length);
    record.putInt(LogFormat.BODY_CRC_AT, LogFormat.checksum(body));
    record.putInt(LogFormat.TYPE_AT, type.code());
    record.putLong(LogFormat.NUMBER_AT, number);
    record.putLong(LogFormat.TRUSTED_AT, position);
    record.putInt(LogFormat.HEADER_CRC_AT, LogFormat.checksum(record, 0, LogFormat.HEADER_CRC_AT));
    record.put(LogFormat.RECORD_HEADER_BYTES, body);
    part().write(record.array());
    position += length;
    bytes += length;
  }

  private RandomAccessFile part() {
    RandomAccessFile part = file;
    if (part == null) {
      throw new IllegalStateException("No part of the base is open");
    }
    return part;
  }

  private Path unfinished() {
    return directory.file(LogDirectory.baseName(sequence, parts) + LogDirectory.UNFINISHED);
  }

  /** Gives up what was not finished; harmless afterwards. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
      Files.deleteIfExists(unfinished());
    }
  }
}

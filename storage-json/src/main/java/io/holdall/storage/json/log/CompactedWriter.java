package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.WritableFile;
import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.format.Encoding;
import io.holdall.storage.json.format.LineFormat;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.SegmentEnd;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.index.Index;
import io.holdall.storage.json.index.Slot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Writes a compacted segment: the living operations of the commits that it is given. */
final class CompactedWriter {
  private static final int BUFFER = 1 << 18;

  private final WritableFile file;
  private final Index index;
  private final boolean dropsDeletes;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(BUFFER);
  private int chain;
  private long commits;

  /**
   * Begins with the header.
   *
   * @param index tells which puts live
   * @param dropsDeletes whether no delete is needed any more
   */
  CompactedWriter(WritableFile file, SegmentHeader header, Index index, boolean dropsDeletes) {
    this.file = file;
    this.index = index;
    this.dropsDeletes = dropsDeletes;
    byte[] line = header.line();
    buffer.write(line, 0, line.length);
    chain = LineFormat.crcOf(line);
  }

  /** Adds what lives of a commit, which stands in the buffer that the line was parsed from. */
  void add(LineParser line, byte[] source) throws IOException {
    CRC32C crc = new CRC32C();
    boolean begun = false;
    for (int i = 0; i < line.operations(); i++) {
      if (lives(line, i)) {
        byte[] before =
            begun ? LineFormat.SEPARATOR : LineFormat.head(line.commit(), line.commit());
        write(before, 0, before.length, crc);
        int start = line.operationStart(i);
        write(source, start, line.operationEnd(i) - start, crc);
        begun = true;
      }
    }
    if (begun) {
      byte[] tail = LineFormat.tail(crc);
      buffer.write(tail, 0, tail.length);
      chain = Checksum.chain(chain, (int) crc.getValue());
      commits++;
    }
    if (buffer.size() >= BUFFER) {
      flush();
    }
  }

  /** Adds the end. */
  void finish() throws IOException {
    byte[] line = new SegmentEnd(commits, chain).line();
    buffer.write(line, 0, line.length);
    flush();
  }

  private boolean lives(LineParser line, int operation) {
    Encoding encoding = line.encoding(operation);
    Slot slot = index.get(line.key(operation));
    if (encoding == null) {
      return !dropsDeletes && slot == null;
    }
    return slot != null && slot.version() == line.commit();
  }

  private void write(byte[] bytes, int offset, int length, CRC32C crc) {
    buffer.write(bytes, offset, length);
    crc.update(bytes, offset, length);
  }

  private void flush() throws IOException {
    byte[] bytes = buffer.toByteArray();
    file.write(bytes, 0, bytes.length);
    buffer.reset();
  }
}

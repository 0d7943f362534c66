package io.holdall.storage.chronicle.log;

import io.holdall.storage.Format;
import io.holdall.storage.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of a log, a segment or a part of a base, mapped for reading. It stays readable when it is
 * deleted. The mapping goes with the garbage collector and never under a reader's feet; the file is
 * never made shorter.
 */
public final class LogFile {
  private final String name;
  private final ByteBuffer bytes;

  private LogFile(String name, ByteBuffer bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static LogFile open(Path path) throws IOException {
    ByteBuffer bytes =
        Uninterrupted.call(
            () -> {
              try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long length = Math.min(channel.size(), Integer.MAX_VALUE);
                return channel.map(MapMode.READ_ONLY, 0, length).order(ByteOrder.LITTLE_ENDIAN);
              }
            });
    return new LogFile(String.valueOf(path.getFileName()), bytes);
  }

  /** A file that is being written, seen through the writer's own mapping. */
  static LogFile of(String name, MappedByteBuffer mapped) {
    return new LogFile(name, mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN));
  }

  String name() {
    return name;
  }

  int length() {
    return bytes.capacity();
  }

  ByteBuffer bytes() {
    return bytes;
  }

  /** What is wrong with its header, or null. */
  @Nullable String headerProblem() {
    if (length() < LogFormat.FILE_HEADER_BYTES) {
      return "the file is shorter than its header";
    }
    if (bytes.getLong(0) != LogFormat.FILE_MAGIC
        || bytes.getInt(LogFormat.FILE_CRC_AT)
            != LogFormat.checksum(bytes, 0, LogFormat.FILE_CRC_AT)) {
      return "the header of the file is damaged";
    }
    if (bytes.getInt(LogFormat.FILE_VERSION_AT) != LogFormat.FORMAT_VERSION) {
      return "the file is of a format that this version does not know";
    }
    if (bytes.getLong(LogFormat.FILE_LENGTH_AT) != length()) {
      return "the file does not have the length it was made with";
    }
    return null;
  }

  long sequence() {
    return bytes.getLong(LogFormat.FILE_SEQUENCE_AT);
  }

  /** Where the segment before this one ends. */
  int previousEnd() {
    return (int) bytes.getLong(LogFormat.FILE_PREVIOUS_END_AT);
  }

  /** The record that begins here, if a whole one does. */
  @Nullable LogRecord record(int at) {
    if (at < 0
        || at > length() - LogFormat.RECORD_HEADER_BYTES
        || bytes.getInt(at) != LogFormat.RECORD_MAGIC
        || bytes.getInt(at + LogFormat.HEADER_CRC_AT)
            != LogFormat.checksum(bytes, at, LogFormat.HEADER_CRC_AT)) {
      return null;
    }
    int length = bytes.getInt(at + LogFormat.BODY_LENGTH_AT);
    RecordType type = RecordType.of(bytes.getInt(at + LogFormat.TYPE_AT));
    int bodyAt = at + LogFormat.RECORD_HEADER_BYTES;
    if (type == null
        || length < 0
        || length > length() - bodyAt
        || LogFormat.recordBytes(length) > length() - at
        || bytes.getInt(at + LogFormat.BODY_CRC_AT) != LogFormat.checksum(bytes, bodyAt, length)) {
      return null;
    }
    return new LogRecord(
        at,
        type,
        bytes.getLong(at + LogFormat.NUMBER_AT),
        bytes.getLong(at + LogFormat.TRUSTED_AT),
        bodyAt,
        length);
  }

  /** The first whole record that begins here or behind, before the limit. */
  @Nullable LogRecord recordFrom(int from, int limit) {
    int last = Math.min(limit, length()) - LogFormat.RECORD_HEADER_BYTES;
    for (int at = from; at <= last; at += LogFormat.ALIGNMENT) {
      if (bytes.getInt(at) == LogFormat.RECORD_MAGIC) {
        LogRecord record = record(at);
        if (record != null) {
          return record;
        }
      }
    }
    return null;
  }

  /** A value that stands in the file. */
  Value value(Format format, int at, int length) {
    byte[] value = new byte[length];
    bytes.get(at, value);
    return Value.owning(value, format);
  }
}

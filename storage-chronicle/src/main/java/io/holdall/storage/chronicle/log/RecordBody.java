package io.holdall.storage.chronicle.log;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The puts and deletes of a record, as bytes. */
public final class RecordBody {
  private static final int COUNT_BYTES = 4;
  private static final int OPERATION_HEADER_BYTES = 16;
  private static final int JSON = 1;
  private static final int BINARY = 2;
  private static final int DELETE = 3;

  /** Takes what a body holds, in its order. */
  interface Reader {
    /** An entry; its value stands in the file. */
    void put(String key, long version, Format format, int valueAt, int valueLength);

    /** A key without an entry. */
    void delete(String key);
  }

  private final WriteBatch batch;
  private final int length;

  private RecordBody(WriteBatch batch, int length) {
    this.batch = batch;
    this.length = length;
  }

  /** What the batch writes; its versions are the number of the record. */
  public static RecordBody of(WriteBatch batch) {
    int length = COUNT_BYTES;
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        length += OPERATION_HEADER_BYTES + put.key().encoded().length() + put.value().length();
      } else if (operation instanceof Delete delete) {
        length += OPERATION_HEADER_BYTES + delete.key().encoded().length();
      }
    }
    return new RecordBody(batch, length);
  }

  /** How many bytes it takes. */
  public int length() {
    return length;
  }

  /** Writes it where the buffer stands. */
  void writeTo(ByteBuffer file) {
    int countAt = file.position();
    int count = 0;
    file.position(countAt + COUNT_BYTES);
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        append(file, put.key(), 0, put.value());
        count++;
      } else if (operation instanceof Delete delete) {
        appendHeader(file, DELETE, delete.key().encoded(), 0, 0);
        count++;
      }
    }
    file.putInt(countAt, count);
  }

  /** Entries with the versions they have. */
  static byte[] of(List<Entry> entries) {
    int length = COUNT_BYTES;
    for (Entry entry : entries) {
      length += OPERATION_HEADER_BYTES + entry.key().encoded().length() + entry.value().length();
    }
    ByteBuffer body =
        ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN).putInt(entries.size());
    for (Entry entry : entries) {
      append(body, entry.key(), Long.parseLong(entry.version().text()), entry.value());
    }
    return body.array();
  }

  private static void append(ByteBuffer body, Key key, long version, Value value) {
    int kind = value.format() == Format.JSON ? JSON : BINARY;
    appendHeader(body, kind, key.encoded(), version, value.length());
    body.put(value.buffer());
  }

  private static void appendHeader(
      ByteBuffer body, int kind, String key, long version, int valueLength) {
    body.putShort((short) kind).putShort((short) key.length()).putInt(valueLength).putLong(version);
    body.put(key.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Reads a body whose checksum was right.
   *
   * @param numbered the version of every put, or 0 if each has its own
   * @return false if it does not hold what a body holds
   */
  static boolean read(ByteBuffer file, LogRecord record, long numbered, Reader reader) {
    int at = record.bodyAt();
    int end = at + record.bodyLength();
    if (record.bodyLength() < COUNT_BYTES) {
      return false;
    }
    int count = file.getInt(at);
    at += COUNT_BYTES;
    for (int i = 0; i < count; i++) {
      if (end - at < OPERATION_HEADER_BYTES) {
        return false;
      }
      int kind = file.getShort(at);
      int keyLength = file.getShort(at + 2) & 0xFFFF;
      int valueLength = file.getInt(at + 4);
      long version = numbered == 0 ? file.getLong(at + 8) : numbered;
      at += OPERATION_HEADER_BYTES;
      if (valueLength < 0 || keyLength > end - at || valueLength > end - at - keyLength) {
        return false;
      }
      byte[] key = new byte[keyLength];
      file.get(at, key);
      String text = new String(key, StandardCharsets.ISO_8859_1);
      at += keyLength;
      if (kind == DELETE) {
        reader.delete(text);
      } else {
        reader.put(text, version, kind == JSON ? Format.JSON : Format.BINARY, at, valueLength);
      }
      at += valueLength;
    }
    return at == end;
  }
}

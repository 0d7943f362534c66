package io.holdall.storage.json.format;

import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.json.index.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a batch as they stand in its line. Made by the thread that commits, before the
 * batch has a commit number, so that little is left to do one after the other.
 */
public final class CommitBody {
  static final byte[] PUT = Ascii.bytes("{\"put\":\"");
  static final byte[] SIZE = Ascii.bytes("\",\"size\":");
  static final byte[] DELETE = Ascii.bytes("{\"delete\":\"");
  static final byte[] END_OF_DELETE = Ascii.bytes("\"}");

  /**
   * A put or a delete.
   *
   * @param key the encoded key
   * @param encoding how the value is written; null for a delete
   * @param offset where in the body the value begins
   * @param length how many bytes it takes
   * @param crc the CRC32C of these bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only carried
  public record Change(byte[] key, @Nullable Encoding encoding, int offset, int length, int crc) {
    /**
     * Where the value of a put will stand.
     *
     * @param commit the number of the commit
     * @param file the number of the file
     * @param body where in the file the body begins
     */
    public Slot slot(long commit, int file, long body) {
      int code = Objects.requireNonNull(encoding).code();
      return Slot.of(commit, code, file, body + offset, length, crc);
    }

    /** Whether the key is removed. */
    public boolean isDelete() {
      return encoding == null;
    }
  }

  private final byte[] bytes;
  private final List<Change> changes;

  private CommitBody(byte[] bytes, List<Change> changes) {
    this.bytes = bytes;
    this.changes = changes;
  }

  /** Encodes the puts and deletes of a batch. */
  public static CommitBody of(WriteBatch batch) {
    List<Part> parts = new ArrayList<>(batch.operations().size());
    int size = 0;
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        parts.add(new Part(Ascii.bytes(put.key().encoded()), EncodedValue.of(put.value())));
      } else if (operation instanceof Delete delete) {
        parts.add(new Part(Ascii.bytes(delete.key().encoded()), null));
      } else {
        continue;
      }
      size = Math.addExact(size, parts.get(parts.size() - 1).size() + 1);
    }
    return new Writer(new byte[Math.max(0, size - 1)]).write(parts);
  }

  /** The bytes between the brackets of {@code "ops":[…]}; nobody may change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** The puts and deletes in their order. */
  public List<Change> changes() {
    return changes;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, only carried
  private record Part(byte[] key, @Nullable EncodedValue value) {
    int size() {
      if (value == null) {
        return DELETE.length + key.length + END_OF_DELETE.length;
      }
      Encoding encoding = value.encoding();
      return PUT.length
          + key.length
          + SIZE.length
          + Integer.toString(value.size()).length()
          + encoding.before().length
          + value.size()
          + encoding.after().length;
    }
  }

  private static final class Writer {
    private final byte[] target;
    private int at;

    Writer(byte[] target) {
      this.target = target;
    }

    CommitBody write(List<Part> parts) {
      List<Change> changes = new ArrayList<>(parts.size());
      for (Part part : parts) {
        if (at > 0) {
          target[at++] = ',';
        }
        EncodedValue value = part.value();
        changes.add(value == null ? delete(part.key()) : put(part.key(), value));
      }
      return new CommitBody(target, changes);
    }

    private Change delete(byte[] key) {
      append(DELETE);
      append(key);
      append(END_OF_DELETE);
      return new Change(key, null, 0, 0, 0);
    }

    private Change put(byte[] key, EncodedValue value) {
      Encoding encoding = value.encoding();
      append(PUT);
      append(key);
      append(SIZE);
      append(Ascii.bytes(Integer.toString(value.size())));
      append(encoding.before());
      int offset = at;
      value.writeTo(target, offset);
      at += value.size();
      append(encoding.after());
      return new Change(
          key, encoding, offset, value.size(), Checksum.of(target, offset, value.size()));
    }

    private void append(byte[] bytes) {
      System.arraycopy(bytes, 0, target, at, bytes.length);
      at += bytes.length;
    }
  }
}

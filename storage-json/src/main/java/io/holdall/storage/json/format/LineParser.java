package io.holdall.storage.json.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines out of a buffer, strictly in the form in which they are written, and believes none
 * whose checksum is wrong. Holds what the last line said until the next; used by one thread.
 */
public final class LineParser {
  /** What stands at a place. */
  public enum Kind {
    /** A whole commit. */
    COMMIT,
    /** A whole line of another kind, a header or an end; see {@link #text()}. */
    OTHER,
    /** The buffer ends before the line does. */
    INCOMPLETE,
    /** Not a line. */
    INVALID
  }

  private static final byte[] HEADER_START = Ascii.bytes("{\"segment\":");
  private static final byte[] END_START = Ascii.bytes("{\"end\":");
  private static final Encoding[] ENCODINGS = Encoding.values();
  private static final int MOST_DIGITS = 17;

  private byte[] buffer = {};
  private int at;
  private int limit;
  private boolean starved;

  private long commit;
  private long group;
  private int crc;
  private String text = "";

  // Of each operation: where it begins and ends, where its key and its value begin and end, and
  // the encoding, -1 for a delete.
  private static final int FIELDS = 7;
  private int[] operations = new int[16 * FIELDS];
  private int count;

  /** Reads the line that begins at an index. */
  public Kind parse(byte[] bytes, int from, int to) {
    buffer = bytes;
    at = from;
    limit = to;
    starved = false;
    if (expect(LineFormat.COMMIT)) {
      return kind(body() && trailer(from), Kind.COMMIT);
    }
    return kind((expect(HEADER_START) || expect(END_START)) && other(from), Kind.OTHER);
  }

  /** Where the line ended, behind its line break. */
  public int end() {
    return at;
  }

  /** The number of the commit. */
  public long commit() {
    return commit;
  }

  /** The number of the first commit that was written together with this one. */
  public long group() {
    return group;
  }

  /** The checksum of the line. */
  public int crc() {
    return crc;
  }

  /** The line without its line break, if it is no commit. */
  public String text() {
    return text;
  }

  /** How many operations the commit has. */
  public int operations() {
    return count;
  }

  /** Where an operation begins in the buffer. */
  public int operationStart(int index) {
    return operations[index * FIELDS];
  }

  /** Where an operation ends in the buffer. */
  public int operationEnd(int index) {
    return operations[index * FIELDS + 1];
  }

  /** The key of an operation. */
  public byte[] key(int index) {
    return Arrays.copyOfRange(
        buffer, operations[index * FIELDS + 2], operations[index * FIELDS + 3]);
  }

  /** Where a put's value begins in the buffer. */
  public int valueStart(int index) {
    return operations[index * FIELDS + 4];
  }

  /** How many bytes a put's value takes. */
  public int valueLength(int index) {
    return operations[index * FIELDS + 5] - operations[index * FIELDS + 4];
  }

  /** The CRC32C of a put's value. */
  public int valueCrc(int index) {
    return Checksum.of(buffer, valueStart(index), valueLength(index));
  }

  /** How a put's value is written; null for a delete. */
  public @Nullable Encoding encoding(int index) {
    int code = operations[index * FIELDS + 6];
    return code < 0 ? null : Encoding.of(code);
  }

  private Kind kind(boolean whole, Kind then) {
    return whole ? then : starved ? Kind.INCOMPLETE : Kind.INVALID;
  }

  private boolean commitNumbers() {
    commit = number();
    group = commit;
    if (commit > 0 && peek(LineFormat.WITH)) {
      at += LineFormat.WITH.length;
      group = number();
      return group > 0 && group < commit;
    }
    return commit > 0;
  }

  private boolean body() {
    count = 0;
    if (!commitNumbers() || !expect(LineFormat.OPERATIONS)) {
      return false;
    }
    do {
      if (!operation()) {
        return false;
      }
    } while (skip((byte) ','));
    return expect(LineFormat.END_OF_OPERATIONS);
  }

  private boolean operation() {
    int start = at;
    if (count * FIELDS == operations.length) {
      operations = Arrays.copyOf(operations, count * FIELDS * 2);
    }
    int fields = count * FIELDS;
    boolean put = peek(CommitBody.PUT);
    if (!expect(put ? CommitBody.PUT : CommitBody.DELETE)) {
      return false;
    }
    operations[fields + 2] = at;
    while (at < limit && buffer[at] != '"' && buffer[at] > ' ') {
      at++;
    }
    operations[fields + 3] = at;
    operations[fields + 6] = -1;
    if (put ? !value(fields) : !expect(CommitBody.END_OF_DELETE)) {
      return false;
    }
    operations[fields] = start;
    operations[fields + 1] = at;
    count++;
    return true;
  }

  private boolean value(int fields) {
    if (!expect(CommitBody.SIZE)) {
      return false;
    }
    long size = number();
    if (size < 0) {
      return false;
    }
    Encoding encoding = encoding();
    if (encoding == null) {
      return false;
    }
    if (size > limit - at) {
      starved = true;
      return false;
    }
    operations[fields + 4] = at;
    at += (int) size;
    operations[fields + 5] = at;
    operations[fields + 6] = encoding.code();
    return expect(encoding.after());
  }

  private @Nullable Encoding encoding() {
    for (Encoding encoding : ENCODINGS) {
      if (peek(encoding.before())) {
        at += encoding.before().length;
        return encoding;
      }
    }
    return null;
  }

  private boolean trailer(int from) {
    int end = at;
    if (!expect(LineFormat.CRC)) {
      return false;
    }
    if (limit - at < 8) {
      starved = true;
      return false;
    }
    crc = 0;
    for (int i = 0; i < 8; i++) {
      int digit = Ascii.hexDigit(buffer[at++]);
      if (digit < 0) {
        return false;
      }
      crc = crc << 4 | digit;
    }
    return expect(LineFormat.END_OF_LINE) && Checksum.of(buffer, from, end - from) == crc;
  }

  /** A header or an end: short, so it is found by its line break. */
  private boolean other(int from) {
    int lineBreak = from;
    while (lineBreak < limit && buffer[lineBreak] != '\n') {
      lineBreak++;
    }
    if (lineBreak == limit) {
      starved = true;
      return false;
    }
    at = lineBreak + 1 - LineFormat.TRAILER;
    if (at < from || !trailer(from)) {
      return false;
    }
    text = Ascii.text(buffer, from, lineBreak);
    return true;
  }

  /** A number without sign and leading zeros, or -1. */
  private long number() {
    int start = at;
    long number = 0;
    while (at < limit && buffer[at] >= '0' && buffer[at] <= '9' && at - start <= MOST_DIGITS) {
      number = number * 10 + buffer[at++] - '0';
    }
    if (at == limit) {
      starved = true;
      return -1;
    }
    int digits = at - start;
    boolean plain = digits == 1 || (digits > 1 && digits <= MOST_DIGITS && buffer[start] != '0');
    return plain ? number : -1;
  }

  private boolean skip(byte b) {
    if (at < limit && buffer[at] == b) {
      at++;
      return true;
    }
    return false;
  }

  private boolean expect(byte[] expected) {
    if (!peek(expected)) {
      return false;
    }
    at += expected.length;
    return true;
  }

  /** Whether this comes next; if the buffer ends before that can be told, it is starved. */
  private boolean peek(byte[] expected) {
    int length = Math.min(expected.length, limit - at);
    if (!Arrays.equals(buffer, at, at + length, expected, 0, length)) {
      return false;
    }
    if (length < expected.length) {
      starved = true;
      return false;
    }
    return true;
  }
}

package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.ReadableFile;
import io.holdall.storage.json.format.Ascii;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.LineParser.Kind;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a stretch of a file line by line, with a buffer that is small unless a line is long. Used
 * by one thread.
 */
final class LineScanner {
  private static final int BUFFER = 1 << 18;
  private static final byte[] COMMIT = Ascii.bytes("{\"commit\":");
  private static final int LONGEST = Integer.MAX_VALUE - 64;

  private final ReadableFile file;
  private final long limit;
  private final LineParser parser = new LineParser();
  private byte[] buffer = new byte[BUFFER];

  // The buffer holds the bytes of the file from base to base + filled.
  private long base;
  private int filled;
  private boolean atEnd;

  private long offset;
  private long next;
  private Kind kind = Kind.INCOMPLETE;

  LineScanner(ReadableFile file, long from, long limit) {
    this.file = file;
    this.limit = limit;
    base = from;
    next = from;
  }

  /** Goes to the next line; false at the end of the stretch. */
  boolean next() throws IOException {
    offset = next;
    if (available() == 0) {
      moveToFront();
      fill();
      if (available() == 0) {
        return false;
      }
    }
    kind = parse();
    if (kind == Kind.INCOMPLETE && !atEnd) {
      moveToFront();
      fill();
      kind = parse();
    }
    if (kind == Kind.INCOMPLETE) {
      parseToLineBreak();
    }
    next = kind == Kind.COMMIT || kind == Kind.OTHER ? base + parser.end() : offset;
    return true;
  }

  /** What stands at {@link #offset()}. INCOMPLETE means that no line break follows at all. */
  Kind kind() {
    return kind;
  }

  /** Where the present line begins in the file. */
  long offset() {
    return offset;
  }

  /** Where the next line begins in the file. */
  long nextOffset() {
    return next;
  }

  /** What the present line says; its indexes are those of {@link #buffer()}. */
  LineParser line() {
    return parser;
  }

  /** Holds the present line. */
  byte[] buffer() {
    return buffer;
  }

  /** The offset in the file of an index in the buffer. */
  long offsetOf(int index) {
    return base + index;
  }

  /**
   * After something that is no line: goes on where the next one may begin, at the latest at the
   * end. That is behind a line break, or where a commit seems to begin, for the damage may be in
   * the line break before it.
   */
  void skip() throws IOException {
    byte[] ahead = new byte[BUFFER];
    long position = offset + 1;
    while (position < limit) {
      int read = file.read(position, ahead, 0, (int) Math.min(BUFFER, limit - position));
      for (int i = 0; i < read; i++) {
        if (ahead[i] == '\n' || mayBegin(ahead, i, read)) {
          next = ahead[i] == '\n' ? position + i + 1 : position + i;
          return;
        }
      }
      if (read < BUFFER) {
        break;
      }
      position += read - COMMIT.length;
    }
    next = limit;
  }

  private static boolean mayBegin(byte[] bytes, int at, int end) {
    return bytes[at] == '{'
        && at + COMMIT.length <= end
        && Arrays.equals(bytes, at, at + COMMIT.length, COMMIT, 0, COMMIT.length);
  }

  private int available() {
    long ahead = base + filled - offset;
    return ahead <= 0 ? 0 : (int) ahead;
  }

  private Kind parse() {
    return parser.parse(buffer, (int) (offset - base), filled);
  }

  private void moveToFront() {
    int from = (int) Math.min(offset - base, filled);
    int left = filled - from;
    byte[] target = buffer.length > BUFFER && left < BUFFER ? new byte[BUFFER] : buffer;
    System.arraycopy(buffer, from, target, 0, left);
    buffer = target;
    filled = left;
    base = offset;
  }

  private void fill() throws IOException {
    int wanted = (int) Math.min(buffer.length - filled, limit - base - filled);
    int read = wanted <= 0 ? 0 : file.read(base + filled, buffer, filled, wanted);
    filled += read;
    atEnd = read < wanted || base + filled >= limit;
  }

  /** The line is longer than the buffer, or damaged so that it looks longer than it is. */
  private void parseToLineBreak() throws IOException {
    long lineBreak = lineBreakFrom(offset);
    if (lineBreak < 0) {
      return;
    }
    long length = lineBreak + 1 - offset;
    if (length > LONGEST) {
      kind = Kind.INVALID;
      return;
    }
    moveToFront();
    if (length > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) length);
    }
    fill();
    kind = parser.parse(buffer, 0, (int) Math.min(filled, length));
    if (kind == Kind.INCOMPLETE) {
      kind = Kind.INVALID;
    }
  }

  /** The offset of the next line break, or -1 if there is none in the stretch. */
  private long lineBreakFrom(long start) throws IOException {
    for (int i = (int) (start - base); i < filled; i++) {
      if (buffer[i] == '\n') {
        return base + i;
      }
    }
    byte[] ahead = new byte[BUFFER];
    long position = base + filled;
    while (position < limit) {
      int read = file.read(position, ahead, 0, (int) Math.min(BUFFER, limit - position));
      for (int i = 0; i < read; i++) {
        if (ahead[i] == '\n') {
          return position + i;
        }
      }
      if (read == 0) {
        break;
      }
      position += read;
    }
    return -1;
  }
}

package io.holdall.storage.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database file read page by page, without SQLite, for a file in which SQLite does not find its
 * way any more. Knows just enough of SQLite's format for the rows of {@code entries} and the keys
 * in their index. What it gives may be damaged; the rows' checksums tell.
 */
final class PageFile implements Closeable {
  private static final int TABLE_LEAF = 0x0D;
  private static final int INDEX_LEAF = 0x0A;
  private static final int INDEX_INTERIOR = 0x02;
  private static final int MOST_RECORD_BYTES = Integer.MAX_VALUE - 64;

  private final RandomAccessFile in;
  private final boolean closes;
  private final int pageBytes;
  private final int usable;
  private final long pages;

  private PageFile(RandomAccessFile in, boolean closes) throws IOException {
    this.in = in;
    this.closes = closes;
    byte[] header = new byte[(int) Math.min(100, in.length())];
    LiveFiles.read(in, 0, header);
    int size = header.length < 18 ? 0 : ((header[16] & 0xFF) << 8) | (header[17] & 0xFF);
    boolean sane = size >= 512 && Integer.bitCount(size) == 1;
    pageBytes = sane ? size : Schema.PAGE_BYTES;
    usable = pageBytes;
    pages = (in.length() + pageBytes - 1) / pageBytes;
  }

  /** Reads a file that SQLite may have open in this process. */
  static PageFile live(Path file) throws IOException {
    return new PageFile(LiveFiles.open(file), LiveFiles.mayBeClosed(file));
  }

  /** Reads a file that is nobody else's. */
  static PageFile own(Path file) throws IOException {
    return new PageFile(new RandomAccessFile(file.toFile(), "r"), true);
  }

  /**
   * A row as it stands in a page.
   *
   * @param offset where in the file
   * @param cells its columns: {@code Long}, {@code byte[]} or null
   */
  record Row(long offset, List<@Nullable Object> cells) {
    Optional<String> text(int column) {
      return column < cells.size() && cells.get(column) instanceof byte[] bytes
          ? Optional.of(new String(bytes, StandardCharsets.ISO_8859_1))
          : Optional.empty();
    }

    Optional<Long> number(int column) {
      return column < cells.size() && cells.get(column) instanceof Long number
          ? Optional.of(number)
          : Optional.empty();
    }
  }

  /** Takes what a page holds. */
  interface Visitor {
    void row(Row row) throws IOException;

    void indexed(Row row) throws IOException;

    /** A cell, or all of a page, that is no row. */
    void unreadable(long offset);
  }

  long pages() {
    return pages;
  }

  long offset(long page) {
    return (page - 1) * pageBytes;
  }

  /** Goes through the cells of a page, from 1 on. */
  void visit(long page, Visitor visitor) throws IOException {
    byte[] bytes = read(page);
    int start = page == 1 ? 100 : 0;
    int type = bytes[start] & 0xFF;
    if (type != TABLE_LEAF && type != INDEX_LEAF && type != INDEX_INTERIOR) {
      return;
    }
    int cells = unsignedShort(bytes, start + 3);
    int pointers = start + (type == INDEX_INTERIOR ? 12 : 8);
    for (int i = 0; i < cells && pointers + 2 * i + 2 <= bytes.length; i++) {
      int at = unsignedShort(bytes, pointers + 2 * i);
      try {
        Row row = row(bytes, at, type, offset(page) + at);
        if (type == TABLE_LEAF) {
          visitor.row(row);
        } else {
          visitor.indexed(row);
        }
      } catch (IndexOutOfBoundsException | NegativeArraySizeException damaged) {
        visitor.unreadable(offset(page) + at);
      }
    }
  }

  /** The pages that hold nothing, as far as the list of them can be followed. */
  BitSet freePages() throws IOException {
    BitSet free = new BitSet();
    byte[] first = read(1);
    long trunk = unsignedInt(first, 32);
    while (trunk > 0 && trunk <= pages && !free.get((int) trunk)) {
      free.set((int) trunk);
      byte[] bytes = read(trunk);
      long leaves = Math.min(unsignedInt(bytes, 4), usable / 4 - 2);
      for (int i = 0; i < leaves; i++) {
        long leaf = unsignedInt(bytes, 8 + 4 * i);
        if (leaf > 0 && leaf <= pages) {
          free.set((int) leaf);
        }
      }
      trunk = unsignedInt(bytes, 0);
    }
    return free;
  }

  private Row row(byte[] page, int at, int type, long offset) throws IOException {
    Cursor cursor = new Cursor(page, at + (type == INDEX_INTERIOR ? 4 : 0));
    long length = cursor.varint();
    if (type == TABLE_LEAF) {
      cursor.varint(); // the row's number
    }
    byte[] record = payload(page, cursor.at, length, type);
    Cursor header = new Cursor(record, 0);
    int end = (int) header.varint();
    Cursor body = new Cursor(record, end);
    List<@Nullable Object> cells = new ArrayList<>();
    while (header.at < end) {
      cells.add(body.cell(header.varint()));
    }
    return new Row(offset, cells);
  }

  /** The bytes of a record, those on overflow pages included. */
  private byte[] payload(byte[] page, int at, long length, int type) throws IOException {
    if (length < 0 || length > MOST_RECORD_BYTES || length > in.length()) {
      throw new IndexOutOfBoundsException("length");
    }
    int most = type == TABLE_LEAF ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    byte[] record = new byte[(int) length];
    if (length <= most) {
      System.arraycopy(page, at, record, 0, record.length);
      return record;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int local = (int) (least + (length - least) % (usable - 4));
    int filled = local <= most ? local : least;
    System.arraycopy(page, at, record, 0, filled);
    long next = unsignedInt(page, at + filled);
    while (filled < record.length) {
      if (next < 1 || next > pages) {
        throw new IndexOutOfBoundsException("overflow page");
      }
      byte[] overflow = read(next);
      int part = Math.min(usable - 4, record.length - filled);
      System.arraycopy(overflow, 4, record, filled, part);
      filled += part;
      next = unsignedInt(overflow, 0);
    }
    return record;
  }

  private byte[] read(long page) throws IOException {
    byte[] bytes = new byte[pageBytes];
    LiveFiles.read(in, offset(page), bytes);
    return bytes; // The rest of a page that was cut off is zero.
  }

  @Override
  public void close() throws IOException {
    if (closes) {
      in.close();
    }
  }

  private static int unsignedShort(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getShort(at) & 0xFFFF;
  }

  private static long unsignedInt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at) & 0xFFFFFFFFL;
  }

  /** A place in some bytes. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    long varint() {
      long value = 0;
      for (int i = 0; i < 8; i++) {
        byte b = bytes[at++];
        value = (value << 7) | (b & 0x7F);
        if (b >= 0) {
          return value;
        }
      }
      return (value << 8) | (bytes[at++] & 0xFF);
    }

    @Nullable Object cell(long serial) {
      if (serial >= 12) {
        byte[] cell = new byte[Math.toIntExact(Math.min((serial - 12) / 2, bytes.length + 1L))];
        System.arraycopy(bytes, at, cell, 0, cell.length);
        at += cell.length;
        return cell;
      }
      return switch ((int) serial) {
        case 1 -> integer(1);
        case 2 -> integer(2);
        case 3 -> integer(3);
        case 4 -> integer(4);
        case 5 -> integer(6);
        case 6 -> integer(8);
        case 7 -> {
          at += 8;
          yield null;
        }
        case 8 -> 0L;
        case 9 -> 1L;
        default -> null;
      };
    }

    private Long integer(int length) {
      long value = bytes[at++];
      for (int i = 1; i < length; i++) {
        value = (value << 8) | (bytes[at++] & 0xFF);
      }
      return value;
    }
  }
}

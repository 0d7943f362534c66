package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.WritableFile;
import io.holdall.storage.json.format.Ascii;
import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.index.Cursor;
import io.holdall.storage.json.index.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the index beside the log, so that opening need not read all of the log. It is a copy that
 * may be lost or damaged without harm. What it states of the log is synced in the log before.
 */
public final class CheckpointWriter {
  static final String FILE = "checkpoint.bin";
  static final byte[] MAGIC = Ascii.bytes("HOLDALL\1");

  private static final int BLOCK = 1 << 16;
  private static final int MOST_PER_ENTRY = 1_024;

  private final WritableFile file;
  private final byte[] block = new byte[8 + BLOCK + MOST_PER_ENTRY];
  private int at = 8;
  private byte[] previousKey = {};
  private long written;

  private CheckpointWriter(WritableFile file) {
    this.file = file;
  }

  /**
   * Writes a checkpoint in the place of the present one.
   *
   * @return its size in bytes
   */
  public static long write(Disk disk, Path directory, String store, View view) throws IOException {
    long[] size = new long[1];
    WholeFile.write(
        disk,
        directory,
        FILE,
        file -> {
          CheckpointWriter writer = new CheckpointWriter(file);
          writer.header(store, view);
          writer.entries(view);
          size[0] = writer.written;
        });
    return size[0];
  }

  private void header(String store, View view) throws IOException {
    file.write(MAGIC, 0, MAGIC.length);
    LogPosition end = view.end();
    List<Segment> segments = view.segments().ordered();
    bytes(Ascii.bytes(store), 0);
    number(end.segment().number());
    number(end.segment().generation());
    number(end.offset());
    number(end.commit());
    checksum(end.chain());
    number(view.index().size());
    number(segments.size());
    for (Segment segment : segments) {
      if (at > 8 + BLOCK) {
        flush();
      }
      number(segment.name().number());
      number(segment.name().generation());
      number(segment == view.segments().last() ? end.offset() : segment.length());
      number(segment.kept());
    }
    flush();
  }

  private void entries(View view) throws IOException {
    Map<Integer, Integer> places = new HashMap<>();
    for (Segment segment : view.segments().ordered()) {
      places.put(segment.file(), places.size());
    }
    Cursor cursor = view.index().scan(new byte[0], new byte[] {0x7F}, false);
    while (cursor.next()) {
      Integer place = places.get(cursor.slot().file());
      if (place == null) {
        throw new IllegalStateException("The index names a segment that is not in the log");
      }
      entry(cursor.key(), cursor.slot(), place);
      if (at > 8 + BLOCK) {
        flush();
      }
    }
    flush();
  }

  private void entry(byte[] key, Slot slot, int place) {
    int mismatch = Arrays.mismatch(previousKey, key);
    int shared = at == 8 ? 0 : Math.max(mismatch, 0);
    number(shared);
    bytes(key, shared);
    number(slot.version());
    number(slot.encoding());
    number(place);
    number(slot.offset());
    number(slot.length());
    checksum(slot.crc());
    previousKey = key;
  }

  private void flush() throws IOException {
    int length = at - 8;
    if (length == 0) {
      return;
    }
    at = 0;
    checksum(length);
    checksum(Checksum.of(block, 8, length));
    file.write(block, 0, 8 + length);
    written += 8 + length;
    at = 8;
  }

  private void bytes(byte[] bytes, int from) {
    number(bytes.length - from);
    System.arraycopy(bytes, from, block, at, bytes.length - from);
    at += bytes.length - from;
  }

  /** Seven bits a byte, the lowest first. */
  private void number(long number) {
    long left = number;
    while (left > 0x7F) {
      block[at++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    block[at++] = (byte) left;
  }

  private void checksum(int number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      block[at++] = (byte) (number >>> shift);
    }
  }
}

package io.holdall.storage.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Finds where in the file a damaged row lies, as well as that can be told. */
final class DamageLocator {
  private static final byte TABLE_LEAF = 0x0D;
  private static final long MOST_BYTES = 256L << 20;

  private DamageLocator() {}

  /**
   * The byte at which the key stands in the row's page, or 0 if it is not found in the first 256
   * MiB: the key itself may be damaged, or the row still in the journal.
   */
  static long offsetOf(Path file, String key) {
    byte[] wanted = key.getBytes(StandardCharsets.ISO_8859_1);
    // Not a channel: an interrupted thread would lose it.
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(16);
      int size = in.readUnsignedShort();
      byte[] page = new byte[size == 1 ? 65536 : Math.max(size, 512)];
      long end = Math.min(in.length(), MOST_BYTES);
      for (long at = 0; at + page.length <= end; at += page.length) {
        in.seek(at);
        in.readFully(page);
        if (page[at == 0 ? 100 : 0] == TABLE_LEAF) {
          int found = indexOf(page, wanted);
          if (found >= 0) {
            return at + found;
          }
        }
      }
      return 0;
    } catch (IOException e) {
      return 0; // The damage is reported all the same, only less exactly.
    }
  }

  private static int indexOf(byte[] page, byte[] wanted) {
    for (int i = 0; i + wanted.length <= page.length; i++) {
      if (Arrays.equals(page, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}

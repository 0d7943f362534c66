package io.holdall.storage.chronicle.map;

import io.holdall.storage.chronicle.log.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/** Looks at the file of a map from outside. */
final class MapFile {
  private static final int WINDOW = 1 << 20;
  private static final long CRC_WINDOW = 256L << 20;

  private MapFile() {}

  /** A checksum of the whole file. */
  static long checksum(Path file) throws IOException {
    return Uninterrupted.call(
        () -> {
          CRC32C crc = new CRC32C();
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            for (long at = 0; at < size; at += CRC_WINDOW) {
              crc.update(channel.map(MapMode.READ_ONLY, at, Math.min(CRC_WINDOW, size - at)));
            }
          }
          return crc.getValue();
        });
  }

  /** Where these bytes first stand in the file, or -1. */
  static long find(Path file, byte[] wanted) {
    try {
      return Uninterrupted.call(() -> findFrom(file, wanted));
    } catch (IOException unreadable) {
      return -1;
    }
  }

  private static long findFrom(Path file, byte[] wanted) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(WINDOW + wanted.length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long at = 0; at < channel.size(); at += WINDOW) {
        window.clear();
        int length = 0;
        for (int read = 0; read >= 0 && window.hasRemaining(); length += Math.max(read, 0)) {
          read = channel.read(window, at + length);
        }
        int found = indexOf(window.array(), length, wanted);
        if (found >= 0) {
          return at + found;
        }
      }
    }
    return -1;
  }

  private static int indexOf(byte[] bytes, int length, byte[] wanted) {
    for (int at = 0; at <= length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && bytes[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }
}

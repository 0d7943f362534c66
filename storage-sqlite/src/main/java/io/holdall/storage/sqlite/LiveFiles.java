package io.holdall.storage.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Database files that are read past SQLite while SQLite may have them open in this process. On
 * POSIX systems a process that closes any descriptor of a file lets go of all locks it has on it,
 * SQLite's too. So these are never closed: one for each file that was ever found damaged, which
 * keeps its place on the disk until the process ends, also when it is replaced.
 */
final class LiveFiles {
  private static final int PIECE_BYTES = 1 << 16;
  private static final Map<Object, RandomAccessFile> OPEN = new HashMap<>(); // guarded by itself

  private LiveFiles() {}

  /** Where closing a file does no harm, and an open one cannot be replaced. */
  static boolean mayBeClosed(Path file) throws IOException {
    return key(file) == null;
  }

  /** The file, which the caller closes only if {@link #mayBeClosed}. */
  static RandomAccessFile open(Path file) throws IOException {
    Object key = key(file);
    if (key == null) {
      return new RandomAccessFile(file.toFile(), "r");
    }
    synchronized (OPEN) {
      RandomAccessFile open = OPEN.get(key);
      if (open == null) {
        open = new RandomAccessFile(file.toFile(), "r");
        OPEN.put(key, open);
      }
      return open;
    }
  }

  /** Copies a database file to one that is not there yet. */
  static void copy(Path file, Path target) throws IOException {
    RandomAccessFile in = open(file);
    try (OutputStream out = Files.newOutputStream(Files.createFile(target))) {
      byte[] piece = new byte[PIECE_BYTES];
      long at = 0;
      for (int read = read(in, at, piece); read > 0; read = read(in, at, piece)) {
        out.write(piece, 0, read);
        at += read;
      }
    } finally {
      if (mayBeClosed(file)) {
        in.close();
      }
    }
  }

  /** Reads from a place; others read the same file at other places. */
  static int read(RandomAccessFile file, long at, byte[] bytes) throws IOException {
    synchronized (file) {
      file.seek(at);
      int filled = 0;
      for (int read;
          filled < bytes.length && (read = file.read(bytes, filled, bytes.length - filled)) > 0; ) {
        filled += read;
      }
      return filled;
    }
  }

  /** What tells the file from all others, under whatever name; null on Windows. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }
}

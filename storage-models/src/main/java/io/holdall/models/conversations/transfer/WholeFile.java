package io.holdall.models.conversations.transfer;

import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file under another name beside its own, which it gets when it is whole and durable. So
 * at any moment, also after a power cut, there is all of the file that was there before, or all of
 * the new one. Only a killed process leaves the other name, which ends in {@code .part}.
 */
final class WholeFile {
  private WholeFile() {}

  /** Writes to a stream, which it may close, and tells something about it. */
  @FunctionalInterface
  interface Content<T> {
    T writeTo(OutputStream out) throws IOException;
  }

  /** Writes the file; a pipe or a device, which cannot be replaced, is written as it stands. */
  static <T> T write(Path file, Content<T> content) throws IOException {
    boolean exists = Files.exists(file);
    if (exists && !Files.isRegularFile(file)) {
      try (OutputStream out = Files.newOutputStream(file)) {
        return content.writeTo(out);
      }
    }
    // Of a symbolic link the file behind it is replaced, and the link stays.
    return replace(exists ? file.toRealPath() : file.toAbsolutePath(), content);
  }

  private static <T> T replace(Path file, Content<T> content) throws IOException {
    Path directory = file.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NoSuchFileException(String.valueOf(directory));
    }
    Path part = directory.resolve(file.getFileName() + "." + UUID.randomUUID() + ".part");
    Files.createFile(part);
    try {
      T told;
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        told = content.writeTo(new StaysOpen(out));
        out.getFD().sync();
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      sync(directory);
      return told;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Through an asynchronous channel: an ordinary one closes itself when it is interrupted. */
  private static void sync(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // It cannot, and need not.
    }
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** To be synced before it is closed. */
  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

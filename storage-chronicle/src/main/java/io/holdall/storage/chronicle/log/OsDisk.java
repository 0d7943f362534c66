package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The file system of the machine. */
public final class OsDisk implements Disk {
  private static final int ZEROS = 1 << 16;
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  /** The file system there is. */
  public OsDisk() {}

  @Override
  public MappedByteBuffer allocate(Path path, int length) throws IOException {
    return Uninterrupted.call(
        () -> {
          try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(0);
            byte[] zeros = new byte[ZEROS];
            for (int written = 0; written < length; written += ZEROS) {
              file.write(zeros, 0, Math.min(ZEROS, length - written));
            }
            MappedByteBuffer mapped = file.getChannel().map(MapMode.READ_WRITE, 0, length);
            mapped.order(ByteOrder.LITTLE_ENDIAN);
            return mapped;
          }
        });
  }

  @Override
  public void sync(MappedByteBuffer mapped, int from, int length) throws IOException {
    try {
      mapped.force(from, length);
    } catch (UncheckedIOException e) {
      throw new IOException("The file could not be synced", e.getCause());
    }
  }

  @Override
  public void write(Path path, byte[] bytes) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(0);
      file.write(bytes);
      file.getFD().sync();
    }
  }

  @Override
  public void rename(Path from, Path to, boolean durably) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path directory = to.toAbsolutePath().getParent();
    if (!durably || WINDOWS || directory == null) {
      return; // Windows has no syncing of directories
    }
    Uninterrupted.call(
        () -> {
          try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return directory;
          }
        });
  }

  @Override
  public void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}

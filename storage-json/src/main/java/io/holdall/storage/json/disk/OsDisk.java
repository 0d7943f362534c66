package io.holdall.storage.json.disk;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** The file system of the machine. */
public final class OsDisk implements Disk {
  private static final boolean DIRECTORIES_CAN_BE_SYNCED = File.separatorChar == '/';

  /** There is no state in it. */
  public OsDisk() {}

  @Override
  public WritableFile create(Path file) throws IOException {
    WritableFile created = new OsWritableFile(file, 0);
    try {
      created.truncate(0);
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  @Override
  public WritableFile openForWriting(Path file, long position) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new OsWritableFile(file, position);
  }

  @Override
  public ReadableFile openForReading(Path file) throws IOException {
    return new OsReadableFile(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void link(Path existing, Path link) throws IOException {
    try {
      Files.createLink(link, existing);
    } catch (UnsupportedOperationException e) {
      copy(existing, link);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException e) {
      // Some file systems have no links and say so in words only.
      copy(existing, link);
    }
  }

  private void copy(Path existing, Path copy) throws IOException {
    FileUtils.copyFile(existing.toFile(), copy.toFile());
    try (WritableFile written = new OsWritableFile(copy, Files.size(copy))) {
      written.sync();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Through an asynchronous channel, for its {@code force} runs in the calling thread and knows no
   * interrupts; an ordinary channel would lose the error of a sync that an interrupt met.
   */
  @Override
  public void syncDirectory(Path directory) throws IOException {
    if (!DIRECTORIES_CAN_BE_SYNCED) {
      return;
    }
    try (AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public long usableSpace(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  public Lock lock(Path directory) throws IOException {
    return OsLock.acquire(directory);
  }
}

package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says who may write to a store: the lock of the operating system on the file {@code lock}, which
 * goes with its process, and beside it {@code holder}, for people.
 *
 * <p>On POSIX systems a process loses its lock when it closes <em>any</em> handle of the file, so
 * within the process a set of directories is asked first, and the file is only opened by whoever
 * then holds it.
 */
public final class DirectoryLock implements AutoCloseable {
  static final String LOCK = "lock";
  static final String HOLDER = "holder";
  private static final int LONGEST_HOLDER = 200;

  /** The directories this process holds. Guarded by itself. */
  private static final Set<Path> HELD = new HashSet<>();

  /** Must stay open, or the lock of another class loader goes with them. Guarded by HELD. */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path directory;
  private final FileChannel channel;
  private boolean released; // guarded by HELD

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory that is there.
   *
   * @throws LockedException at once, if another opening has it
   */
  public static DirectoryLock acquire(Path given) throws IOException {
    Path directory = given.toRealPath();
    synchronized (HELD) {
      if (HELD.contains(directory)) {
        throw new LockedException(holder(directory));
      }
      FileChannel channel = Uninterrupted.call(() -> lockFile(directory));
      HELD.add(directory);
      announce(directory);
      return new DirectoryLock(directory, channel);
    }
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
      LockedException locked = new LockedException(holder(directory));
      locked.initCause(e);
      throw locked;
    } finally {
      if (lock == null && !NEVER_CLOSED.contains(channel)) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new LockedException(holder(directory));
    }
    return channel;
  }

  /** Whether it has not been closed. */
  public boolean isHeld() {
    synchronized (HELD) {
      return !released;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!released) {
        released = true;
        HELD.remove(directory);
        try {
          Files.deleteIfExists(directory.resolve(HOLDER));
        } finally {
          channel.close();
        }
      }
    }
  }

  /** For people only: a disk too full for it does not keep the store from opening. */
  private static void announce(Path directory) {
    String line =
        "process %d since %s"
            .formatted(
                ProcessHandle.current().pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try {
      Files.writeString(directory.resolve(HOLDER), line + "\n");
    } catch (IOException e) {
      org.slf4j.LoggerFactory.getLogger(DirectoryLock.class)
          .debug("The holder of the store could not be noted", e);
    }
  }

  private static String holder(Path directory) {
    try {
      String line = Files.readString(directory.resolve(HOLDER)).strip();
      return line.isEmpty() || line.length() > LONGEST_HOLDER ? "an unknown process" : line;
    } catch (IOException e) {
      return "an unknown process";
    }
  }
}

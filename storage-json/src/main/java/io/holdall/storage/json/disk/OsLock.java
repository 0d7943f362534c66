package io.holdall.storage.json.disk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lock of the operating system on the file {@code lock}; it goes with the process, so a killed
 * one leaves no stale lock. Beside it {@code holder.json} says who has it, for people.
 *
 * <p>On POSIX systems a process loses its lock when it closes <em>any</em> handle of the file. So
 * the file is never opened while this process holds it, and nothing else ever opens it.
 */
final class OsLock implements Disk.Lock {
  private static final String LOCK = "lock";
  private static final String HOLDER = "holder.json";
  private static final Pattern HOLDER_LINE =
      Pattern.compile("\\{\"pid\":(\\d+),\"host\":\"([^\"]*)\",\"since\":\"([^\"]*)\"}\\s*");

  /** The directories this process holds. Guarded by itself. */
  private static final Set<Path> HELD = new HashSet<>();

  /** Channels that must stay open for ever; see {@link #lockFile}. Guarded by {@link #HELD}. */
  private static final List<FileChannel> NEVER_CLOSED = new ArrayList<>();

  private final Path directory;
  private final FileChannel channel;
  private boolean released; // guarded by HELD

  private OsLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static OsLock acquire(Path given) throws IOException {
    Path directory = given.toRealPath();
    synchronized (HELD) {
      if (HELD.contains(directory)) {
        throw new LockedException(holder(directory));
      }
      OsLock lock = new OsLock(directory, lockFile(directory));
      HELD.add(directory);
      lock.announce();
      return lock;
    }
  }

  private static FileChannel lockFile(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held in this process by a copy of this class from another class loader. Closing the
      // channel would release that lock.
      NEVER_CLOSED.add(channel);
      LockedException locked = new LockedException(holder(directory));
      locked.initCause(e);
      throw locked;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new LockedException(holder(directory));
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

  /** For people only: a disk too full to say who holds the store does not keep it from opening. */
  private void announce() {
    String line =
        "{\"pid\":%d,\"host\":\"%s\",\"since\":\"%s\"}\n"
            .formatted(
                ProcessHandle.current().pid(),
                host().replaceAll("[\"\\\\\\p{Cntrl}]", "?"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    try {
      Files.writeString(directory.resolve(HOLDER), line);
    } catch (IOException e) {
      LoggerHolder.LOGGER.debug("The holder of the store could not be noted", e);
    }
  }

  private static String holder(Path directory) {
    try {
      Matcher line = HOLDER_LINE.matcher(Files.readString(directory.resolve(HOLDER)));
      return line.matches()
          ? "process %s on %s since %s".formatted(line.group(1), line.group(2), line.group(3))
          : "an unknown process";
    } catch (IOException e) {
      return "an unknown process";
    }
  }

  /** Without asking the network where the system says it itself. */
  private static String host() {
    try {
      Path linux = Path.of("/proc/sys/kernel/hostname");
      if (Files.isReadable(linux)) {
        return Files.readString(linux).strip();
      }
      String windows = System.getenv("COMPUTERNAME");
      return windows != null ? windows : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    } catch (IOException e) {
      return "an unreadable host";
    }
  }

  private static final class LoggerHolder {
    static final org.slf4j.Logger LOGGER = org.slf4j.LoggerFactory.getLogger(OsLock.class);
  }
}

package io.holdall.storage.testkit.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentest4j.TestAbortedException;

/**
 * A small file system of its own, to be filled or forbidden to write to: what a real disk does then
 * no simulation knows.
 *
 * <pre>{@code
 * try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
 *   …
 *   disk.fill();
 *   …                 // every write fails with "No space left on device"
 *   disk.resize(64 << 20);
 * }
 * }</pre>
 *
 * <p>It is a {@code tmpfs}, which lies in memory and takes as much of it as is written. So it needs
 * Linux and the right to mount (root, in a container with CAP_SYS_ADMIN); elsewhere the test is
 * aborted, and reported as skipped with what {@code mount} said.
 *
 * <p>{@link #close} unmounts it, files that are still open or not, in an interrupted thread, too;
 * and a JVM that ends unmounts what was not closed. Close it before the directory is removed. Only
 * a JVM that is killed leaves it mounted.
 *
 * <p>Thread-safe.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path directory;
  private final AtomicBoolean mounted = new AtomicBoolean(true);
  private final Thread atExit = new Thread(this::unmount, "unmount");

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts it.
   *
   * @param directory where; made if it is not there
   * @param bytes its size, which is rounded up to blocks of memory
   * @param options further options of {@code mount}, such as {@code noexec}
   * @throws TestAbortedException if it may not be mounted here
   */
  public static SmallDisk mount(Path directory, long bytes, String... options) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("No directory to mount a file system on", e);
    }
    List<String> all = new ArrayList<>(List.of(size(bytes)));
    all.addAll(List.of(options));
    Outcome outcome =
        run("mount", "-t", "tmpfs", "-o", String.join(",", all), "tmpfs", directory.toString());
    if (!outcome.succeeded()) {
      throw new TestAbortedException("No file system may be mounted here: " + outcome.said());
    }
    SmallDisk disk = new SmallDisk(directory);
    Runtime.getRuntime().addShutdownHook(disk.atExit);
    return disk;
  }

  /** Where it is mounted. */
  public Path directory() {
    return directory;
  }

  /** Gives it another size, not less than what is on it. */
  public void resize(long bytes) {
    requireSuccess(remount(size(bytes)));
  }

  /**
   * Makes it so small that about so many bytes are left, whoever is writing to it; a disk of any
   * size is filled with little by this.
   */
  public void leaveRoomFor(long bytes) {
    long used = usedBytes();
    Outcome outcome = remount(size(used + bytes));
    for (long now = usedBytes(); !outcome.succeeded() && now > used; now = usedBytes()) {
      used = now; // it has become more than it was to hold
      outcome = remount(size(used + bytes));
    }
    requireSuccess(outcome);
  }

  /** Forbids or allows to write to it; it is not forbidden while a file is open for writing. */
  public void setReadOnly(boolean readOnly) {
    requireSuccess(remount(readOnly ? "ro" : "rw"));
  }

  /**
   * Leaves no byte free.
   *
   * @return the file that takes the room, to be deleted to have it back
   */
  public Path fill() {
    Path ballast = directory.resolve("ballast");
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (!isFull()) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!isFull()) { // somebody else may have taken the last block
        throw new UncheckedIOException("The disk could not be filled", e);
      }
    }
    return ballast;
  }

  /** Unmounts it; a second call does nothing. */
  @Override
  public void close() {
    if (unmount()) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException ending) {
        return; // the hook will find nothing to do
      }
    }
  }

  /** False if it was unmounted before. */
  private boolean unmount() {
    if (!mounted.compareAndSet(true, false)) {
      return false;
    }
    Outcome outcome = run("umount", directory.toString());
    if (!outcome.succeeded()) { // busy: it goes with the last open file
      outcome = run("umount", "-l", directory.toString());
    }
    if (!outcome.succeeded()) {
      throw new IllegalStateException(directory + " stays mounted: " + outcome.said());
    }
    return true;
  }

  private boolean isFull() {
    return space(FileStore::getUsableSpace) == 0;
  }

  private long usedBytes() {
    return space(store -> store.getTotalSpace() - store.getUnallocatedSpace());
  }

  private long space(Figure figure) {
    try {
      return figure.of(Files.getFileStore(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("How full the disk is cannot be found out", e);
    }
  }

  /** Something that a file system says of itself. */
  @FunctionalInterface
  private interface Figure {
    long of(FileStore store) throws IOException;
  }

  private static String size(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("A size of " + bytes + ", which would be no limit");
    }
    return "size=" + bytes;
  }

  private Outcome remount(String options) {
    return run("mount", "-o", "remount," + options, directory.toString());
  }

  private void requireSuccess(Outcome outcome) {
    if (!outcome.succeeded()) {
      throw new IllegalStateException(directory + " stays as it was: " + outcome.said());
    }
  }

  /** What came of a command. */
  private record Outcome(int exitCode, String said) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** Not to be interrupted, or what was mounted would stay so. */
  private static Outcome run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(exitCode(process), said);
    } catch (IOException e) {
      return new Outcome(-1, String.valueOf(e.getMessage()));
    }
  }

  private static int exitCode(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

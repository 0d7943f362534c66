package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for one opening's second tier, whoever else uses the same parent: the first of {@code
 * cache-0}, {@code cache-1} and so on that nobody holds. It is empty at the beginning, whatever a
 * process that was killed has left, and at the end. Held by a lock on a file beside it, which ends
 * with the process.
 */
final class Place implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Place.class);
  private static final int MOST = 256;

  /** By this name and text backup programs know what need not be kept. */
  private static final String TAG = "CACHEDIR.TAG";

  private static final String SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55\n";

  /**
   * What this process holds. Another channel on a lock's file must not even be opened here: closing
   * it would let go of the lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final Path lockFile;
  private final FileLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Place(Path directory, Path lockFile, FileLock lock) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes the first that is free.
   *
   * @throws Unavailable if there is none, or nothing can be written there
   */
  static Place below(Path parent) {
    try {
      Path real = prepared(parent);
      for (int number = 0; number < MOST; number++) {
        Place place = tryTake(real.resolve("cache-" + number));
        if (place != null) {
          return place;
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new Unavailable("The directory for a second tier cannot be used", e)
          .with("directory", parent);
    }
    throw new Unavailable("All places for a second tier are taken").with("directory", parent);
  }

  Path directory() {
    return directory;
  }

  /** Empties it and gives it back; never fails. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return; // somebody else may have it by now
    }
    try {
      empty(directory);
    } catch (IOException e) {
      LOGGER.warn("What a second tier has written could not be deleted: {}", e.toString());
    }
    try {
      lock.acquiredBy().close();
    } catch (IOException e) {
      LOGGER.warn("The place of a second tier could not be given back: {}", e.toString());
    } finally {
      HELD.remove(lockFile);
    }
  }

  private static Path prepared(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
      forOwnerOnly(parent);
    }
    Path tag = parent.resolve(TAG);
    if (!Files.exists(tag)) {
      Files.writeString(tag, SIGNATURE);
    }
    return parent.toRealPath();
  }

  private static @Nullable Place tryTake(Path directory) throws IOException {
    Path lockFile = directory.resolveSibling(directory.getFileName() + ".lock");
    if (!HELD.add(lockFile)) {
      return null;
    }
    FileLock lock = null;
    try {
      lock = tryLock(lockFile);
      if (lock == null) {
        return null;
      }
      Files.createDirectories(directory);
      forOwnerOnly(directory);
      empty(directory);
      return new Place(directory, lockFile, lock);
    } catch (IOException | RuntimeException | Error e) {
      if (lock != null) {
        lock.acquiredBy().close();
        lock = null;
      }
      throw e;
    } finally {
      if (lock == null) {
        HELD.remove(lockFile);
      }
    }
  }

  private static @Nullable FileLock tryLock(Path lockFile) throws IOException {
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      return lock;
    } catch (OverlappingFileLockException heldByAnotherClassLoader) {
      return null;
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
  }

  private static void forOwnerOnly(Path directory) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Deletes what is below it, and follows no link. */
  private static void empty(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            if (!visited.equals(directory)) {
              Files.deleteIfExists(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

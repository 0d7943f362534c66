package io.holdall.storage.testkit;

import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The lock of a store's one writer. */
final class JournalLock {
  /**
   * Locks belong to the process, and on POSIX systems closing any handle of the file releases them;
   * so within the process the file must not even be opened twice.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final RandomAccessFile file;

  private JournalLock(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static JournalLock take(Path store) throws IOException {
    Path path = store.toRealPath().resolve("lock");
    if (!HELD_HERE.add(path)) {
      throw locked("this process");
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    FileLock lock = file.getChannel().tryLock();
    if (lock == null) {
      file.close();
      HELD_HERE.remove(path);
      throw locked("another process");
    }
    return new JournalLock(path, file);
  }

  /** The directory that is locked. */
  Path store() {
    return path.resolveSibling("");
  }

  void release() {
    try {
      file.close();
    } catch (IOException e) {
      throw new Unavailable("The lock cannot be released", e);
    }
    HELD_HERE.remove(path);
  }

  private static RuntimeException locked(String holder) {
    return new Unavailable("The store is held by another writer")
        .with("reason", "locked")
        .with("holder", holder);
  }
}

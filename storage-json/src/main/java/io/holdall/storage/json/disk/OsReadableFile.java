package io.holdall.storage.json.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads by position through a few handles, each used by one thread at a time. A handle is only
 * closed by who has it, so a read never meets a descriptor that the system gave to another file.
 */
final class OsReadableFile implements ReadableFile {
  private static final int MOST_HANDLES = 4;

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  // Guarded by lock.
  private final Deque<RandomAccessFile> idle = new ArrayDeque<>();
  private int handles;
  private boolean closed;

  OsReadableFile(Path path) throws IOException {
    this.path = path;
    idle.push(open());
    handles = 1;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    RandomAccessFile handle = borrow();
    try {
      handle.seek(position);
      int done = 0;
      while (done < length) {
        int count = handle.read(into, offset + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      return done;
    } finally {
      giveBack(handle);
    }
  }

  @Override
  public long length() throws IOException {
    RandomAccessFile handle = borrow();
    try {
      return handle.length();
    } finally {
      giveBack(handle);
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      returned.signalAll();
      while (!idle.isEmpty()) {
        idle.pop().close();
      }
    } finally {
      lock.unlock();
    }
  }

  private RandomAccessFile borrow() throws IOException {
    lock.lock();
    try {
      while (true) {
        if (closed) {
          throw new ClosedChannelException();
        }
        if (!idle.isEmpty()) {
          return idle.pop();
        }
        // A name that is gone, or descriptors that have run out, mean waiting for a handle.
        if (handles < MOST_HANDLES && Files.exists(path)) {
          try {
            RandomAccessFile handle = open();
            handles++;
            return handle;
          } catch (IOException e) {
            returned.awaitUninterruptibly();
            continue;
          }
        }
        returned.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(RandomAccessFile handle) throws IOException {
    lock.lock();
    try {
      if (closed) {
        handle.close();
      } else {
        idle.push(handle);
        returned.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Any failure to open is a {@code FileNotFoundException}, so the file is looked for: after it,
   * for it may have been removed, and before it, for it may have been made since.
   */
  private RandomAccessFile open() throws IOException {
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try {
      return new RandomAccessFile(path.toFile(), "r");
    } catch (FileNotFoundException e) {
      if (Files.notExists(path)) {
        NoSuchFileException missing = new NoSuchFileException(path.toString());
        missing.initCause(e);
        throw missing;
      }
      throw e;
    }
  }
}

package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A journal that several processes write: each call locks the file, catches up with what others
 * have written, and does its work.
 */
final class SharedJournal implements StorageBackend {
  /** File locks belong to the process; these keep the openings within it apart. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Capabilities capabilities;
  private final Path journal;
  private final boolean catchesUp;
  private final ReentrantLock lock;
  private MemoryBackend state; // guarded by lock
  private long read; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * @param catchesUp whether readers look at what others have written; if not, it is broken
   */
  SharedJournal(MemoryBackend state, Path journal, boolean catchesUp) {
    capabilities = state.capabilities();
    this.state = state;
    this.journal = journal.toAbsolutePath();
    this.catchesUp = catchesUp;
    lock = LOCKS.computeIfAbsent(this.journal, path -> new ReentrantLock());
  }

  private interface Work<T> {
    T run(RandomAccessFile file) throws IOException;
  }

  /** By a file's lock that is not interruptible, for an interrupt closes its channel. */
  private <T> T locked(boolean catchUp, Work<T> work) {
    lock.lock();
    boolean interrupted = Thread.interrupted();
    try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
      if (closed) {
        throw new Closed("The store is closed");
      }
      try (var held = file.getChannel().lock()) {
        if (catchUp && held.isValid()) {
          catchUp(file);
        }
        return work.run(file);
      }
    } catch (IOException e) {
      throw new Unavailable("The journal cannot be used", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      lock.unlock();
    }
  }

  /** Commits what others have written since; a torn last line is nobody's commit. */
  private void catchUp(RandomAccessFile file) throws IOException {
    file.seek(read);
    byte[] bytes = new byte[Math.toIntExact(file.length() - read)];
    file.readFully(bytes);
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int whole = text.lastIndexOf('\n') + 1;
    text.substring(0, whole).lines().forEach(line -> state.commit(JournalLine.parse(line)));
    read += whole;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return locked(catchesUp, file -> state.get(keys));
  }

  @Override
  public Page scan(Scan scan) {
    return locked(catchesUp, file -> state.scan(scan));
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return locked(
        true,
        file -> {
          CommitResult result = state.commit(batch);
          if (batch.writes()) {
            byte[] line = (JournalLine.of(batch) + '\n').getBytes(StandardCharsets.US_ASCII);
            append(file, line);
          }
          return result;
        });
  }

  private void append(RandomAccessFile file, byte[] line) throws IOException {
    try {
      file.seek(read);
      file.write(line);
      file.setLength(read + line.length);
      read += line.length;
    } catch (IOException e) {
      file.setLength(read);
      state = new MemoryBackend(capabilities);
      read = 0; // so that the next call replays what was written
      throw new LimitExceeded("There is no room for the journal", e);
    }
  }

  @Override
  public Snapshot snapshot() {
    return locked(catchesUp, file -> state.snapshot());
  }

  @Override
  public StorageStats stats() {
    return locked(catchesUp, file -> state.stats());
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      state.close();
    } finally {
      lock.unlock();
    }
  }
}

package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The simplest persistent backend: a memory backend and a file with one line for each commit, which
 * is committed to a memory backend again when the store is opened. So the parts of the kit that
 * need a persistent backend have one, and broken ones can be made from it.
 */
class JournalBackend implements StorageBackend {
  private final Capabilities capabilities;
  private MemoryBackend state; // guarded by this
  private final FileOutputStream file;
  private final JournalLock lock;

  /** Takes over the lock and the file, whose commits the state has. */
  JournalBackend(MemoryBackend state, FileOutputStream file, JournalLock lock) {
    capabilities = state.capabilities();
    this.state = state;
    this.file = file;
    this.lock = lock;
  }

  /** Appends the lines of a commit; a broken backend does it in another way. */
  void append(WriteBatch batch) throws IOException {
    write(JournalLine.of(batch));
  }

  final void write(String line) throws IOException {
    file.write((line + '\n').getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public synchronized List<Optional<Entry>> get(List<Key> keys) {
    return state.get(keys);
  }

  @Override
  public synchronized Page scan(Scan scan) {
    return state.scan(scan);
  }

  /** Readers wait until the line is written, so nobody sees what a crash can undo. */
  @Override
  public synchronized CommitResult commit(WriteBatch batch) {
    CommitResult result = state.commit(batch);
    if (batch.writes()) {
      long length = journal().toFile().length();
      try {
        append(batch);
      } catch (IOException e) {
        takeBack(length);
        throw new LimitExceeded("There is no room for the journal", e);
      }
    }
    return result;
  }

  /** Undoes a commit that could not be written; through no channel, which an interrupt closes. */
  void takeBack(long length) {
    try (RandomAccessFile whole = new RandomAccessFile(journal().toFile(), "rw")) {
      whole.setLength(length);
      state = new MemoryBackend(capabilities);
      JournalFactory.replay(journal(), state);
    } catch (IOException e) {
      close();
      throw new OutcomeUnknown("The journal cannot be written", e);
    }
  }

  private Path journal() {
    return journalIn(lock.store());
  }

  @Override
  public synchronized Snapshot snapshot() {
    return state.snapshot();
  }

  @Override
  public synchronized StorageStats stats() {
    return state.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    state.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new OutcomeUnknown("The journal cannot be closed", e);
    } finally {
      lock.release();
    }
  }

  /** What every journal can do. */
  static Capabilities.Builder capabilitiesOf(String type) {
    return Capabilities.of(type)
        .durability(Capabilities.Durability.PROCESS)
        .rangeChecks(true)
        .snapshots(true);
  }

  /** Where the commits of a store are. */
  static Path journalIn(Path store) {
    return store.resolve("journal");
  }
}

package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.log.Log;
import io.holdall.storage.json.log.Recovery;
import io.holdall.storage.json.log.Segment;
import io.holdall.storage.json.log.StoreDirectory;
import io.holdall.storage.json.log.View;
import io.holdall.storage.spi.StorageStats;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one opening of a store that may write. */
final class WritableStore implements OpenStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(WritableStore.class);

  private final Disk disk;
  private final Disk.Lock lock;
  private final Log log;
  private final Committer committer;
  private final Retirement retirement;
  private final Readers readers;
  private final Housekeeping housekeeping;
  private boolean closed; // guarded by this

  private WritableStore(
      Disk disk,
      Disk.Lock lock,
      JsonOptions options,
      Worker worker,
      String store,
      Recovery.Loaded loaded)
      throws IOException {
    Path directory = options.directory();
    this.disk = disk;
    this.lock = lock;
    log = new Log(disk, directory, store, loaded.view(), options.segmentBytes(), options.syncs());
    log.recover(loaded.synced());
    committer =
        new Committer(
            log,
            loaded.view(),
            e -> DiskErrors.nothingWritten(disk, directory, e),
            this::scheduleHousekeeping);
    retirement = new Retirement(this::remove);
    readers = new Readers(committer::view, retirement);
    housekeeping =
        new Housekeeping(disk, options, store, log, committer, retirement, loaded, worker);
    housekeeping.schedule();
  }

  /** Opens a store, and makes it if there is none. */
  static WritableStore open(Disk disk, JsonOptions options, Worker worker) {
    Path directory = options.directory();
    try {
      // Before anything is written there: it may be somebody else's directory.
      Optional<String> store = StoreDirectory.store(disk, directory);
      disk.createDirectories(directory);
      Disk.Lock lock = disk.lock(directory);
      try {
        if (store.isEmpty()) {
          store = StoreDirectory.store(disk, directory);
        }
        StoreDirectory.removeUnfinished(disk, directory);
        String id = store.isPresent() ? store.get() : StoreDirectory.create(disk, directory);
        return load(disk, lock, options, worker, id);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DiskErrors.opening(disk, directory, e);
    }
  }

  private static WritableStore load(
      Disk disk, Disk.Lock lock, JsonOptions options, Worker worker, String store)
      throws IOException {
    Recovery.Loaded loaded = Recovery.load(disk, options.directory(), store);
    try {
      for (SegmentName leftover : loaded.superseded()) {
        disk.delete(options.directory().resolve(leftover.file()));
      }
      return new WritableStore(disk, lock, options, worker, store, loaded);
    } catch (IOException | RuntimeException e) {
      for (Segment segment : loaded.view().segments().ordered()) {
        segment.close();
      }
      throw e;
    }
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    readers.requireOpen();
    return committer.commit(batch);
  }

  @Override
  public StorageStats stats() {
    return StoreFigures.of(
        readers.current(), housekeeping.checkpointBytes(), housekeeping.problem());
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Closeable> steps = new ArrayList<>();
    steps.add(() -> committer.exclusively(committer::close));
    steps.add(readers::close);
    steps.add(housekeeping::close);
    steps.add(log::close);
    steps.add(() -> committer.view().segments().readable().forEach(open -> attempt(open::close)));
    steps.add(() -> retirement.takeAll().forEach(this::remove));
    steps.add(lock::close);
    for (Closeable step : steps) {
      attempt(step);
    }
  }

  View view() {
    return committer.view();
  }

  private void scheduleHousekeeping() {
    housekeeping.schedule();
  }

  /** What is acknowledged is safe by now: what cannot be closed or removed is only noted. */
  private void attempt(Closeable step) {
    try {
      step.close();
    } catch (IOException | StorageException e) {
      LOGGER.warn("A step of closing the store has failed", e);
    }
  }

  private void remove(Segment segment) {
    attempt(segment::close);
    attempt(() -> disk.delete(segment.path()));
  }
}

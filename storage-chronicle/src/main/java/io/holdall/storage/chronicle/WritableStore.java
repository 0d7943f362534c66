package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.log.DirectoryLock;
import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogWriter;
import io.holdall.storage.chronicle.log.Sizes;
import io.holdall.storage.chronicle.map.CleanMark;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A store that is open for writing: its log, its map, and what keeps them in step. */
final class WritableStore implements OpenStore {
  /** Names of figures. */
  static final String MADE_FOR = "map made for";

  static final String FILLED_TO = "map filled to";

  private final LogDirectory directory;
  private final Disk disk;
  private final Sizes sizes;
  private final DirectoryLock lock;
  private final LogWriter log;
  private final LiveEntries live;
  private final Committer committer;
  private final Compaction compaction;

  WritableStore(
      ChronicleOptions options,
      Disk disk,
      DirectoryLock lock,
      LogWriter log,
      LiveEntries live,
      Sizes sizes) {
    this.disk = disk;
    this.lock = lock;
    this.log = log;
    this.live = live;
    this.sizes = sizes;
    directory = new LogDirectory(options.directory());
    compaction = new Compaction(directory, disk, log, live, options.garbageBytes());
    committer =
        new Committer(
            log, live, e -> StoreErrors.writing(options.directory(), e), compaction::consider);
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return live.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return live.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return committer.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    List<FrozenView> made = new ArrayList<>(1);
    exclusively(() -> made.add(live.freeze()));
    return made.get(0);
  }

  @Override
  public StorageStats stats() {
    Map<String, String> details = new LinkedHashMap<>();
    long[] figures = new long[2];
    exclusively(
        () -> {
          live.requireUsable();
          figures[0] = live.index().size();
          figures[1] = live.bytes();
          details.put(MADE_FOR, sizes.toString());
          details.put(FILLED_TO, filled(sizes, figures[0], figures[1]));
          details.put(
              "map memory free",
              "%d %%, and %d extensions left"
                  .formatted(live.entries().freePercent(), live.entries().remainingGrowth()));
          details.put("log bytes", String.format(Locale.ROOT, "%,d", log.bytes()));
          details.put("open snapshots", Integer.toString(live.openSnapshots()));
        });
    try {
      return new StorageStats(
          OptionalLong.of(figures[0]), OptionalLong.of(directory.storedBytes()), details);
    } catch (IOException e) {
      throw new Unavailable("The files of the store could not be listed", e);
    }
  }

  /** How full a map is. Chronicle lays out some more than it is asked for. */
  static String filled(Sizes sizes, long entries, long bytes) {
    return String.format(
        Locale.ROOT, "%.1f %% of what it was made for", 100 * sizes.fullness(entries, bytes));
  }

  private void exclusively(ExclusiveTask.Work work) {
    try {
      committer.exclusively(work);
    } catch (IOException e) {
      throw StoreErrors.writing(directory.path(), e);
    }
  }

  /** Compacts the log now, for tests. */
  void compact() throws IOException {
    compaction.compact(committer);
  }

  @Override
  public void close() {
    compaction.stop();
    try {
      committer.exclusively(this::closeHeld);
    } catch (IOException e) {
      throw new Unavailable("The store could not be closed properly; nothing is lost", e)
          .with("directory", directory.path());
    }
  }

  private void closeHeld() throws IOException {
    committer.close();
    boolean sound = live.close();
    if (!lock.isHeld()) {
      return; // closed before
    }
    try {
      log.close();
      if (sound) {
        CleanMark.close(live.entries(), directory, disk, log.end());
      } else {
        live.entries().close();
      }
    } finally {
      lock.close();
    }
  }
}

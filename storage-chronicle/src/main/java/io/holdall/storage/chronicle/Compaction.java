package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.chronicle.log.BaseWriter;
import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogWriter;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a log that has become long by a base of what is there, in the background.
 *
 * <p>The base is no snapshot: while it is written, commits go on. They stand in segments that
 * follow it, and reading the base and then those segments ends with what is there, whichever of two
 * states of an entry the base has caught.
 */
final class Compaction {
  private static final Logger LOGGER = LoggerFactory.getLogger(Compaction.class);

  private final LogDirectory directory;
  private final Disk disk;
  private final LogWriter log;
  private final LiveEntries live;
  private final long garbageBytes;

  private final ExecutorService worker;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** A compaction that failed is tried again when the log has grown beyond this. */
  private final AtomicLong notBefore = new AtomicLong();

  private volatile boolean stopping;

  Compaction(
      LogDirectory directory, Disk disk, LogWriter log, LiveEntries live, long garbageBytes) {
    this.directory = directory;
    this.disk = disk;
    this.log = log;
    this.live = live;
    this.garbageBytes = garbageBytes;
    worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "holdall-chronicle-" + directory.path());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins one if the log has become too long; for the thread that leads the commits. */
  void consider(Committer committer) {
    long length = log.bytes();
    if (length > 2 * live.bytes() + garbageBytes
        && length > notBefore.get()
        && scheduled.compareAndSet(false, true)) {
      worker.execute(() -> run(committer));
    }
  }

  private void run(Committer committer) {
    try {
      compact(committer);
    } catch (IOException | StorageException e) {
      if (!stopping) {
        notBefore.set(log.bytes() + Math.max(garbageBytes, log.bytes() / 2));
        LOGGER.warn("The log of the store could not be compacted, and grows", e);
      }
    } finally {
      scheduled.set(false);
    }
  }

  /** Compacts the log now; one at a time. */
  synchronized void compact(Committer committer) throws IOException {
    long[] before = new long[2];
    committer.exclusively(
        () -> {
          committer.requireOpen();
          log.beginRound();
          log.roll(0);
          before[0] = log.sequence();
          before[1] = log.bytes();
        });
    try (BaseWriter base = new BaseWriter(directory, disk, before[0])) {
      Scan scan = Scan.all();
      boolean more = true;
      while (more && !stopping) {
        Page page = live.scan(scan);
        for (Entry entry : page.entries()) {
          base.add(entry);
        }
        more = page.more();
        if (more) {
          scan = Scan.all().after(page.entries().get(page.entries().size() - 1).key());
        }
      }
      if (!stopping) {
        long length = base.finish(directory.manifest());
        committer.exclusively(() -> log.replaced(before[1], length));
      }
    }
  }

  /** Gives up what is under way and waits for its end. */
  void stop() {
    stopping = true;
    worker.shutdown();
    boolean interrupted = false;
    while (!worker.isTerminated()) {
      try {
        if (worker.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

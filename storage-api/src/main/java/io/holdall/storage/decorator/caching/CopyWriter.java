package io.holdall.storage.decorator.caching;

import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to the second tier, and deletes there, behind the back of readers and committers. What it
 * cannot write it drops, and what it cannot delete it keeps in mind: neither makes a difference to
 * anybody but the space that is taken.
 *
 * <p>Everything it writes lies under {@link #ROOT} and a name that this opening alone has, so that
 * neither an earlier opening nor another store can be taken for this one.
 */
final class CopyWriter {
  /** Under it lies everything that any cache writes; nothing else is ever touched. */
  static final Key ROOT = Key.of("_holdall_cache");

  private static final int MOST_OPERATIONS = 256;
  private static final long MOST_BYTES = 4L << 20;
  private static final long MOST_WAITING_BYTES = 32L << 20;

  private final StorageBackend backend;
  private final Executor executor;
  private final Health health;
  private final Arrivals arrivals;
  private final int mostOperations;
  private final long mostBytes;
  private final Key names = ROOT.child(UUID.randomUUID().toString());
  private final AtomicLong lastName = new AtomicLong();

  private final Queue<Departure> departures = new ConcurrentLinkedQueue<>();
  private final Queue<Key> discarded = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean closed;
  private boolean hasLeftovers = true; // for the one task that runs

  /** What is told of copies that were written. */
  interface Arrivals {
    /** Whether the copy under this name is wanted, and can from now on be found. */
    boolean arrived(Departure departure, Key name);
  }

  CopyWriter(StorageBackend backend, Executor executor, Health health, Arrivals arrivals) {
    this.backend = backend;
    this.executor = executor;
    this.health = health;
    this.arrivals = arrivals;
    Capabilities capabilities = backend.capabilities();
    boolean oneByOne = capabilities.atomicity() == Atomicity.ENTRY;
    mostOperations = oneByOne ? 1 : Math.min(MOST_OPERATIONS, capabilities.maxBatchOperations());
    mostBytes = Math.min(MOST_BYTES, capabilities.maxBatchBytes());
  }

  /** Takes a value to be written, or drops it when too many wait. */
  void offer(Departure departure) {
    int bytes = departure.value().length();
    if (closed || waitingBytes.addAndGet(bytes) > MOST_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      return;
    }
    departures.add(departure);
    schedule();
  }

  /** Takes the name of a copy to be deleted. */
  void discard(Key name) {
    discarded.add(name);
    schedule();
  }

  /** Begins to delete what earlier openings have left. */
  void removeLeftovers() {
    schedule();
  }

  /** Writes no more; a commit that is under way may still end. */
  void close() {
    closed = true;
    departures.clear();
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      try {
        executor.execute(this::work);
      } catch (RejectedExecutionException e) {
        scheduled.set(false); // closed meanwhile
      }
    }
  }

  private void work() {
    try {
      while (!closed && health.isUsable() && step()) {
        health.worked();
      }
    } catch (RuntimeException e) {
      health.failed(e);
    } finally {
      scheduled.set(false);
    }
    if (hasWork() && health.isUsable()) {
      schedule(); // what came between the last step and now
    }
  }

  private boolean hasWork() {
    return !closed && !(departures.isEmpty() && discarded.isEmpty());
  }

  /** Does one commit's worth of work; false if there is none. */
  private boolean step() {
    if (hasLeftovers) {
      hasLeftovers = removePage();
      return true;
    }
    return !departures.isEmpty() ? write() : delete();
  }

  private boolean write() {
    List<Departure> batch = new ArrayList<>();
    WriteBatch.Builder puts = WriteBatch.builder();
    List<Key> written = new ArrayList<>();
    long bytes = 0;
    for (Departure next = departures.peek();
        next != null && batch.size() < mostOperations;
        next = departures.peek()) {
      bytes += next.value().length() + (long) Key.MAX_ENCODED_BYTES;
      if (bytes > mostBytes && !batch.isEmpty()) {
        break;
      }
      departures.poll();
      waitingBytes.addAndGet(-next.value().length());
      Key name = names.child(lastName.incrementAndGet());
      batch.add(next);
      written.add(name);
      puts.put(name, next.value());
    }
    boolean committed = false;
    try {
      backend.commit(puts.build());
      committed = true;
    } finally {
      for (int i = 0; i < batch.size(); i++) {
        if (!committed || !arrivals.arrived(batch.get(i), written.get(i))) {
          discarded.add(written.get(i)); // also if it is not known whether it was written
        }
      }
    }
    return true;
  }

  private boolean delete() {
    WriteBatch.Builder deletes = WriteBatch.builder();
    List<Key> names = new ArrayList<>();
    while (names.size() < mostOperations) {
      Key name = discarded.poll();
      if (name == null) {
        break;
      }
      names.add(name);
      deletes.delete(name);
    }
    if (names.isEmpty()) {
      return false;
    }
    commitDeletes(deletes, names);
    return true;
  }

  private void commitDeletes(WriteBatch.Builder deletes, List<Key> names) {
    boolean committed = false;
    try {
      backend.commit(deletes.build());
      committed = true;
    } finally {
      if (!committed) {
        discarded.addAll(names);
      }
    }
  }

  /** Deletes a page of what was there before this opening; false if there is no more. */
  private boolean removePage() {
    Page page = backend.scan(Scan.under(ROOT).keysOnly().limit(mostOperations));
    if (!page.entries().isEmpty()) {
      WriteBatch.Builder deletes = WriteBatch.builder();
      page.entries().forEach(entry -> deletes.delete(entry.key()));
      backend.commit(deletes.build());
    }
    return page.more();
  }
}

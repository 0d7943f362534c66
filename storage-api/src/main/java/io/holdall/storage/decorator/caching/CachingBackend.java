package io.holdall.storage.decorator.caching;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A backend with a cache in front of it. {@link Stripes} has the protocol. */
final class CachingBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Memory memory;
  private final Stripes stripes;
  private final @Nullable SecondTier secondTier;
  private final boolean remembersAbsent;
  private final @Nullable ListedScans listedScans;
  private final LongSupplier clock;

  private final LongAdder hits = new LongAdder();
  private final LongAdder negativeHits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private volatile long timeToLive; // endless until there was a commit of unknown outcome
  private volatile boolean closed;

  CachingBackend(
      StorageBackend delegate,
      Memory memory,
      Stripes stripes,
      @Nullable SecondTier secondTier,
      boolean remembersAbsent,
      boolean scansListings,
      long timeToLive,
      LongSupplier clock) {
    this.delegate = delegate;
    this.memory = memory;
    this.stripes = stripes;
    this.secondTier = secondTier;
    this.remembersAbsent = remembersAbsent;
    this.listedScans = scansListings ? new ListedScans(delegate, this::current) : null;
    this.timeToLive = timeToLive;
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    if (closed) {
      throw new Closed("The store is closed");
    }
    if (keys.size() != 1) {
      return getSeveral(keys);
    }
    Key key = keys.get(0);
    Remembered hit = hit(key);
    return List.of(hit != null ? hit.entry() : read(key, keys));
  }

  @Override
  public Page scan(Scan scan) {
    if (closed) {
      throw new Closed("The store is closed");
    }
    return listedScans == null || scan.isKeysOnly() ? delegate.scan(scan) : listedScans.page(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    List<Operation> operations = batch.operations();
    Stripes.Writing writing = stripes.begin(operations);
    try {
      for (Operation operation : operations) {
        if (!(operation instanceof Check)) {
          forget(operation.key());
        }
      }
      long begin = clock.getAsLong();
      CommitResult result = delegate.commit(batch);
      for (Operation operation : operations) {
        remember(writing, operation, result, begin);
      }
      return result;
    } catch (RuntimeException | Error e) {
      afterFailure(operations, e);
      throw e;
    } finally {
      writing.end();
    }
  }

  @Override
  public Snapshot snapshot() {
    return delegate.snapshot();
  }

  @Override
  public StorageStats stats() {
    StorageStats stats = delegate.stats();
    Map<String, String> details = new LinkedHashMap<>(stats.details());
    details.putAll(statistics().details(secondTier != null));
    return new StorageStats(stats.entries(), stats.storedBytes(), details);
  }

  /** Its own, and those of the delegate: they see the store itself, which is never older. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type == CachingStatistics.class
        ? Optional.of(type.cast(statistics()))
        : delegate.extension(type);
  }

  @Override
  public void close() {
    closed = true;
    try {
      delegate.close();
    } finally {
      memory.clear();
      if (secondTier != null) {
        secondTier.close();
      }
    }
  }

  CachingStatistics statistics() {
    SecondTier tier = secondTier;
    return new CachingStatistics(
        hits.sum(),
        negativeHits.sum(),
        misses.sum(),
        tier == null ? 0 : tier.hits(),
        memory.evictions(),
        memory.entries(),
        memory.bytes(),
        tier == null ? 0 : tier.entries(),
        tier == null ? 0 : tier.bytes(),
        tier == null ? 0 : tier.failures());
  }

  /** What memory has of the key; null if it has nothing that may be served. */
  private @Nullable Remembered hit(Key key) {
    Remembered found = memory.get(key);
    if (found == null
        || (found.deadline() != Lifetime.ENDLESS
            && Lifetime.isOver(found.deadline(), clock.getAsLong()))) {
      misses.increment();
      return null;
    }
    hits.increment();
    if (found.entry().isEmpty()) {
      negativeHits.increment();
    }
    return found;
  }

  /** Reads a key that memory does not have; most calls are about one. */
  private Optional<Entry> read(Key key, List<Key> alone) {
    long stamp = stripes.stamp(key); // before anything is read
    if (secondTier != null) {
      Remembered found = secondTier.get(alone, timeToLive).get(0);
      if (found != null) {
        remember(key, stamp, found);
        return found.entry();
      }
    }
    long begin = clock.getAsLong();
    Optional<Entry> entry = delegate.get(alone).get(0);
    remember(key, stamp, remembered(entry, begin));
    return entry;
  }

  private List<Optional<Entry>> getSeveral(List<Key> keys) {
    List<Optional<Entry>> answers = new ArrayList<>(keys.size());
    List<Integer> positions = new ArrayList<>();
    List<Key> missing = new ArrayList<>();
    for (Key key : keys) {
      Remembered hit = hit(key);
      if (hit == null) {
        positions.add(answers.size());
        missing.add(key);
      }
      answers.add(hit == null ? Optional.empty() : hit.entry());
    }
    if (!missing.isEmpty()) {
      readSeveral(missing, positions, answers, tier -> tier.get(missing, timeToLive));
    }
    return answers;
  }

  /** For {@link ListedScans}. */
  private List<Optional<Entry>> current(List<Entry> listed) {
    List<Optional<Entry>> answers = new ArrayList<>(listed.size());
    List<Integer> positions = new ArrayList<>();
    List<Entry> missing = new ArrayList<>();
    for (Entry entry : listed) {
      Remembered found = memory.get(entry.key());
      Optional<Entry> current =
          found == null
              ? Optional.empty()
              : found.entry().filter(known -> known.version().equals(entry.version()));
      if (current.isEmpty()) {
        positions.add(answers.size());
        missing.add(entry);
      }
      answers.add(current);
    }
    misses.add(missing.size());
    hits.add(listed.size() - missing.size());
    if (!missing.isEmpty()) {
      List<Key> keys = missing.stream().map(Entry::key).toList();
      readSeveral(keys, positions, answers, tier -> tier.getListed(missing, timeToLive));
    }
    return answers;
  }

  private void readSeveral(
      List<Key> keys,
      List<Integer> positions,
      List<Optional<Entry>> answers,
      Function<SecondTier, List<@Nullable Remembered>> fromTier) {
    long[] stamps = keys.stream().mapToLong(stripes::stamp).toArray(); // before anything is read
    List<@Nullable Remembered> found =
        secondTier == null ? Collections.nCopies(keys.size(), null) : fromTier.apply(secondTier);
    List<Key> rest = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i) == null) {
        rest.add(keys.get(i));
      }
    }
    long begin = clock.getAsLong();
    Iterator<Optional<Entry>> entries =
        rest.isEmpty() ? Collections.emptyIterator() : delegate.get(rest).iterator();
    for (int i = 0; i < keys.size(); i++) {
      Remembered what = found.get(i);
      if (what == null) {
        what = remembered(entries.next(), begin);
      }
      remember(keys.get(i), stamps[i], what);
      answers.set(positions.get(i), what.entry());
    }
  }

  private Remembered remembered(Optional<Entry> entry, long begin) {
    return new Remembered(entry, begin, Lifetime.deadline(begin, timeToLive));
  }

  private void remember(Key key, long stamp, Remembered what) {
    if (stamp != Stripes.BUSY && (remembersAbsent || what.entry().isPresent())) {
      Key kept = what.entry().map(Entry::key).orElse(key); // one object less for each entry
      stripes.ifUntouched(key, stamp, () -> memory.put(kept, what));
    }
  }

  /** What was written is what will be read next, more often than not. */
  private void remember(
      Stripes.Writing writing, Operation operation, CommitResult result, long begin) {
    Key key = operation.key();
    if (operation instanceof Put put) {
      Entry entry = Entry.of(key, put.value(), result.version(key));
      Remembered written = remembered(Optional.of(entry), begin);
      writing.ifAlone(key, () -> memory.put(key, written));
    } else if (operation instanceof Delete && remembersAbsent) {
      writing.ifAlone(key, () -> memory.put(key, remembered(Optional.empty(), begin)));
    }
  }

  private void forget(Key key) {
    memory.remove(key);
    if (secondTier != null) {
      secondTier.remove(key);
    }
  }

  /**
   * Whatever the batch named is read from the store again: a condition that did not hold may have
   * been made from what another process has changed meanwhile, and repeating it with the same would
   * fail for ever.
   */
  private void afterFailure(List<Operation> operations, Throwable failure) {
    for (Operation operation : operations) {
      stripes.touch(operation.key());
      forget(operation.key());
    }
    if (failure instanceof Conflict conflict) {
      for (Key key : conflict.keys()) { // of a range check, not among the operations
        stripes.touch(key);
        forget(key);
      }
    }
    if (failure instanceof OutcomeUnknown || !(failure instanceof StorageException)) {
      // It may still be written, later than anything that is read now. Nobody will tell.
      if (timeToLive == Lifetime.ENDLESS) {
        timeToLive = Caching.SHARED_TIME_TO_LIVE_NANOS;
      }
      if (secondTier != null) {
        secondTier.endEndlessLives();
      }
    }
  }
}

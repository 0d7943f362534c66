package io.holdall.storage.decorator.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second tier: a store of values that had to leave memory.
 *
 * <p>The store keeps the values; which of them are good is known here alone, on the heap. A copy is
 * written under a name that is used once, and is found only through the index, which changes by the
 * same rules as the first tier: a commit removes its keys from it before it goes to the store, and
 * nothing enters it if a commit has begun since. What is not in the index is not read, so it makes
 * no difference whether a copy that is no longer good was deleted, when, or by whom, nor what
 * another process or an earlier one has left there.
 */
final class SecondTier implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SecondTier.class);

  private final TierStore store;
  private final Stripes stripes;
  private final LongSupplier clock;
  private final TierThreads threads;
  private final boolean keepsExpired;
  private final int maxValueBytes;
  private final Health health;
  private final PatientReader reader;
  private final CopyWriter writer;
  private final Cache<Key, Copy> index;
  private final LongAdder hits = new LongAdder();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean lossReported = new AtomicBoolean();
  private volatile long timeToLive;

  /**
   * A value in the second tier.
   *
   * @param name the key it has there
   * @param version the version it has in the store
   * @param bytes its length
   * @param readAt when it was read from the store, or committed
   * @param deadline when it may no longer be served
   */
  private record Copy(Key name, Version version, int bytes, long readAt, long deadline) {}

  /**
   * @param timeToLive in nanoseconds, or {@link Lifetime#ENDLESS}
   * @param keepsExpired whether values are kept that may be served only to who knows the version
   */
  SecondTier(
      TierStore store,
      TierSettings settings,
      long timeToLive,
      boolean keepsExpired,
      Stripes stripes,
      LongSupplier clock,
      TierThreads threads) {
    this.store = store;
    this.keepsExpired = keepsExpired;
    this.timeToLive = timeToLive;
    this.stripes = stripes;
    this.clock = clock;
    this.threads = threads;
    StorageBackend backend = store.backend();
    maxValueBytes = backend.capabilities().maxValueBytes();
    health = new Health(clock);
    long patience = Lifetime.nanos(settings.patience());
    reader = new PatientReader(backend, threads.reading(), patience, health);
    writer = new CopyWriter(backend, threads.writing(), health, this::enter);
    index =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxBytes())
            .weigher((Key key, Copy copy) -> Remembered.weight(key, copy.bytes()))
            .executor(Runnable::run)
            .removalListener(
                (@Nullable Key key, @Nullable Copy copy, RemovalCause cause) -> {
                  if (copy != null) {
                    writer.discard(copy.name());
                  }
                })
            .build();
    writer.removeLeftovers();
  }

  /**
   * The entries of these keys, null for what is not here, is too old, or cannot be read. What is
   * returned was good at some moment during the call.
   *
   * @param toLive how long what is returned may be served from memory
   */
  List<@Nullable Remembered> get(List<Key> keys, long toLive) {
    List<@Nullable Copy> copies = new ArrayList<>(keys.size());
    for (Key key : keys) {
      copies.add(goodCopy(key));
    }
    return read(keys, copies, toLive);
  }

  /**
   * The entries that have the very versions with which they were listed, however old they are; null
   * for what is not here, has another version, or cannot be read.
   */
  List<@Nullable Remembered> getListed(List<Entry> listed, long toLive) {
    List<Key> keys = new ArrayList<>(listed.size());
    List<@Nullable Copy> copies = new ArrayList<>(listed.size());
    for (Entry entry : listed) {
      Copy copy = index.getIfPresent(entry.key());
      boolean isCurrent = copy != null && copy.version().equals(entry.version());
      keys.add(entry.key());
      copies.add(isCurrent && health.isUsable() ? copy : null);
    }
    return read(keys, copies, toLive);
  }

  private List<@Nullable Remembered> read(
      List<Key> keys, List<@Nullable Copy> copies, long toLive) {
    List<Key> names = new ArrayList<>();
    for (Copy copy : copies) {
      if (copy != null) {
        names.add(copy.name());
      }
    }
    List<Optional<Entry>> values =
        names.isEmpty() ? List.of() : reader.get(names).orElse(List.of());
    List<@Nullable Remembered> found = new ArrayList<>(keys.size());
    int next = 0;
    for (int i = 0; i < keys.size(); i++) {
      Copy copy = copies.get(i);
      found.add(
          copy == null || values.isEmpty()
              ? null
              : remembered(keys.get(i), copy, values.get(next++), toLive));
    }
    return found;
  }

  /** A commit of this key is about to go to the store, or has failed. */
  void remove(Key key) {
    index.invalidate(key);
  }

  /** From now on nothing is taken that lives for ever. */
  void endEndlessLives() {
    if (timeToLive == Lifetime.ENDLESS) {
      timeToLive = Caching.SHARED_TIME_TO_LIVE_NANOS;
    }
  }

  /** Takes what has to leave memory; called at the very moment when it leaves. */
  void keep(Key key, Remembered leaving) {
    if (leaving.entry().isEmpty() || !health.isUsable()) {
      return;
    }
    Entry entry = leaving.entry().get();
    Value value = entry.value();
    Copy present = index.getIfPresent(key);
    boolean isKept = present != null && present.version().equals(entry.version());
    boolean isOfUse = keepsExpired || !isOver(deadline(leaving.readAt()));
    if (!isKept && value.length() <= maxValueBytes && isOfUse) {
      long stamp = stripes.stamp(key);
      if (stamp != Stripes.BUSY) {
        writer.offer(new Departure(key, value, entry.version(), leaving.readAt(), stamp));
      }
    }
  }

  long hits() {
    return hits.sum();
  }

  long failures() {
    return health.failures();
  }

  long entries() {
    return index.estimatedSize();
  }

  long bytes() {
    return index.policy().eviction().map(policy -> policy.weightedSize().orElse(0)).orElse(0L);
  }

  /** Ends the threads and closes the store; never fails. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      health.end();
      writer.close();
      threads.end().run();
      store.close();
    }
  }

  private @Nullable Copy goodCopy(Key key) {
    Copy copy = index.getIfPresent(key);
    if (copy != null && isOver(copy.deadline())) {
      if (!keepsExpired) {
        index.asMap().remove(key, copy);
      }
      copy = null;
    }
    return copy != null && health.isUsable() ? copy : null;
  }

  private @Nullable Remembered remembered(Key key, Copy copy, Optional<Entry> value, long toLive) {
    if (value.isEmpty()) {
      reportLoss(index.asMap().remove(key, copy)); // false: given up while it was being read
      return null;
    }
    hits.increment();
    Entry entry = Entry.of(key, value.get().value(), copy.version());
    long deadline = Lifetime.deadline(clock.getAsLong(), toLive);
    return new Remembered(
        Optional.of(entry), copy.readAt(), Lifetime.earlier(deadline, copy.deadline()));
  }

  private void reportLoss(boolean isLoss) {
    if (isLoss && lossReported.compareAndSet(false, true)) {
      LOGGER.warn(
          "Values have vanished from the second tier of a cache; does another store or process use"
              + " the same one? Each needs its own");
    }
  }

  /** Lets a copy that was written be found, unless a commit has begun since it left memory. */
  private boolean enter(Departure departure, Key name) {
    Copy copy =
        new Copy(
            name,
            departure.version(),
            departure.value().length(),
            departure.readAt(),
            deadline(departure.readAt()));
    return stripes.ifUntouched(
        departure.key(), departure.stamp(), () -> index.put(departure.key(), copy));
  }

  private long deadline(long readAt) {
    return Lifetime.deadline(readAt, timeToLive);
  }

  private boolean isOver(long deadline) {
    return Lifetime.isOver(deadline, clock.getAsLong());
  }
}

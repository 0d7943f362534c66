package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory.Stack;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read in memory, and what has no room there in a second, larger and slower store.
 *
 * <pre>{@code
 * Storage.builder(backend).with(Caching.ofBytes(64 << 20)).open();
 *
 * Storage.builder(slowBackend)
 *     .with(
 *         Caching.builder(64 << 20)
 *             .timeToLive(Duration.ofSeconds(10))
 *             .secondTier(SqliteBackend.open(Path.of("cache.db")), Duration.ofMinutes(10))
 *             .build())
 *     .open();
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * <dl>
 *   <dt>Own commits
 *   <dd>A read that begins after a commit through this cache has returned never sees what the
 *       commit has replaced: not in a race between a slow read and a fast commit, not after a
 *       delete and a new beginning, not after a commit that failed or whose outcome is unknown, and
 *       not from the second tier. Within this cache, reads and commits of a key are as linearizable
 *       as the store's own.
 *   <dt>Commits by others
 *   <dd>What another process has written to the same store may stay unseen for the time to live,
 *       counted from the moment when the store was asked, and no longer. A commit whose condition
 *       failed makes the cache forget every key it named, so reading again and repeating it
 *       succeeds, as without a cache.
 *   <dt>Commits whose outcome is unknown
 *   <dd>The keys are read from the store again. Since such a commit might still arrive there, what
 *       is read from then on has a time to live of a minute if it had none, as if another process
 *       were writing.
 *   <dt>What is not cached
 *   <dd>Commits and their conditions, scans, and snapshots always go to the store; scans neither
 *       ask the cache nor fill it, but where {@linkplain Builder#listScans stated}: there the store
 *       lists keys and versions, and values are read from the cache if it has the version that was
 *       listed, however old. Such a scan is as fresh as the store's own.
 *   <dt>Errors
 *   <dd>A failed read is not remembered. What is in memory is served while the store is
 *       unavailable.
 * </dl>
 *
 * <h2>Time to live</h2>
 *
 * Where several processes may write ({@link Capabilities#multipleWriters()}, {@link
 * Capabilities#distributed()}), or this opening is read-only and so another one writes, it is a
 * minute unless set. Elsewhere nobody writes but through this cache, and entries live as long as
 * there is room.
 *
 * <h2>Room</h2>
 *
 * The weight of an entry is the length of its encoded key, that of its value, and 350 bytes for
 * everything around them; an absent key has a weight, too. What is used least, and least recently,
 * leaves first.
 *
 * <h2>The second tier</h2>
 *
 * It takes what memory has no more room for, and is asked before the store. It may be any backend;
 * a local database in front of a remote store is the usual one.
 *
 * <ul>
 *   <li>It is written behind the back of readers and commits, for which up to 32 MiB of values wait
 *       on the heap; what comes when more wait is dropped. A second tier that fails, or takes
 *       longer than a second to read, is left alone for ten seconds; reads go to the store and
 *       nothing else happens, but for one line in the log.
 *   <li>Only what this opening has written is ever read from it: what is good is known in memory
 *       alone, some 400 bytes for an entry. So a process that dies cannot leave behind what is
 *       served later; a restart begins with an empty second tier, and deletes what was in it.
 *   <li>It belongs to this store, which closes it. Another process or store that uses the same one
 *       is never served from this one's values, but they delete each other's: this is logged. With
 *       a {@linkplain Builder#secondTierDirectory directory} each has its own.
 *   <li>All it holds lies under {@code _holdall_cache}; nothing else in it is touched.
 *   <li>Absent keys are not kept there.
 * </ul>
 *
 * <p>Extensions of the delegate are handed on. One that writes to the store is, for the cache,
 * another process. {@link CachingStatistics} is this decorator's own.
 */
public final class Caching implements Decorator {
  /** How long entries live where several processes may write, unless set. */
  static final long SHARED_TIME_TO_LIVE_NANOS = Lifetime.nanos(Duration.ofMinutes(1));

  private final long maxBytes;
  private final @Nullable Duration timeToLive;
  private final boolean remembersAbsent;
  private final @Nullable Boolean listsScans;
  private final @Nullable TierSettings secondTier;

  private Caching(Builder builder) {
    maxBytes = builder.maxBytes;
    timeToLive = builder.timeToLive;
    remembersAbsent = builder.remembersAbsent;
    listsScans = builder.listsScans;
    secondTier = builder.tierSettings();
  }

  /**
   * In memory only, with the defaults.
   *
   * @param maxBytes how much the entries may weigh
   */
  public static Caching ofBytes(long maxBytes) {
    return builder(maxBytes).build();
  }

  /**
   * Everything can be set.
   *
   * @param maxBytes how much the entries may weigh
   * @throws Configuration if negative
   */
  public static Builder builder(long maxBytes) {
    return new Builder(maxBytes);
  }

  @Override
  public String name() {
    return "caching";
  }

  /**
   * {@link Decorator.Trait#REMEMBERS}; with a second tier that is not encrypted itself and is not
   * known to keep nothing, {@link Decorator.Trait#SPILLS}, too.
   */
  @Override
  public Set<Trait> traits() {
    return secondTier != null && secondTier.spills()
        ? Set.of(Trait.REMEMBERS, Trait.SPILLS)
        : Set.of(Trait.REMEMBERS);
  }

  /**
   * Puts the cache around the backend, and opens the second tier if there is one. A second tier
   * that is unavailable or damaged is done without, and the log says so.
   *
   * @throws Configuration if the second tier cannot be what it is to be
   */
  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    long toLive = nanos(delegate.capabilities());
    boolean listed = listsScans(delegate.capabilities());
    Stripes stripes = new Stripes();
    SecondTier tier = secondTier == null ? null : open(secondTier, toLive, listed, stripes);
    Memory memory =
        tier == null ? new Memory(maxBytes, (key, what) -> {}) : new Memory(maxBytes, tier::keep);
    return new CachingBackend(
        delegate, memory, stripes, tier, remembersAbsent, listed, toLive, System::nanoTime);
  }

  private boolean listsScans(Capabilities capabilities) {
    boolean isStoreOfObjects =
        capabilities.distributed() && capabilities.atomicity() == Atomicity.ENTRY;
    return listsScans == null ? isStoreOfObjects : listsScans;
  }

  /** How long entries of such a store live in memory. */
  long nanos(Capabilities capabilities) {
    if (timeToLive != null) {
      return Lifetime.nanos(timeToLive);
    }
    boolean othersWrite =
        capabilities.multipleWriters() || capabilities.distributed() || capabilities.readOnly();
    return othersWrite ? SHARED_TIME_TO_LIVE_NANOS : Lifetime.ENDLESS;
  }

  private static @Nullable SecondTier open(
      TierSettings settings, long toLive, boolean keepsExpired, Stripes stripes) {
    TierStore store = TierStore.open(settings);
    long tierToLive = settings.timeToLive().map(Lifetime::nanos).orElse(toLive);
    return store == null
        ? null
        : new SecondTier(
            store,
            settings,
            tierToLive,
            keepsExpired,
            stripes,
            System::nanoTime,
            TierThreads.daemons());
  }

  /** Sets what is not to be as usual; not thread-safe. */
  public static final class Builder {
    private static final long DEFAULT_SECOND_TIER_BYTES = 1L << 30;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(1);

    private final long maxBytes;
    private @Nullable Duration timeToLive;
    private boolean remembersAbsent = true;
    private @Nullable Boolean listsScans;
    private @Nullable Stack stack;
    private @Nullable Path directory;
    private @Nullable Duration secondTimeToLive;
    private long secondTierBytes = DEFAULT_SECOND_TIER_BYTES;
    private Duration patience = DEFAULT_PATIENCE;

    private Builder(long maxBytes) {
      this.maxBytes = requireNotNegative("max-bytes", maxBytes);
    }

    /**
     * How long an entry is served after the store was asked for it: the longest time for which a
     * change by another process may stay unseen. Zero means that nothing is served.
     *
     * @throws Configuration if negative
     */
    public Builder timeToLive(Duration value) {
      timeToLive = requireNotNegative("time-to-live", value);
      return this;
    }

    /** Whether absent keys are remembered, too; true when not set. */
    public Builder rememberAbsent(boolean value) {
      remembersAbsent = value;
      return this;
    }

    /**
     * Whether a scan lists keys and versions at the store and reads only the values of which the
     * cache has another version or none. When not set, true for stores of objects: where a commit
     * is one entry and machines share the store.
     */
    public Builder listScans(boolean value) {
      listsScans = value;
      return this;
    }

    /**
     * A second tier on this backend, which is open and which the decorated store will close. What
     * is written there can be read by whoever can read the backend's files.
     *
     * @param timeToLive as {@link #timeToLive}, of what comes from the second tier
     */
    public Builder secondTier(StorageBackend backend, Duration timeToLive) {
      return secondTier(backend, List.of(), timeToLive);
    }

    /**
     * A second tier on this backend with these decorators around it, encryption for example.
     *
     * @param decorators innermost first
     */
    public Builder secondTier(
        StorageBackend backend, List<Decorator> decorators, Duration timeToLive) {
      return secondTier(new OpenStack(backend, decorators)).secondTierTimeToLive(timeToLive);
    }

    /**
     * A second tier that is opened together with the store, as long-lived as memory unless
     * {@linkplain #secondTierTimeToLive set}.
     */
    public Builder secondTier(Stack stack) {
      this.stack = stack;
      return this;
    }

    /**
     * Where each opening of the store takes a place of its own, a directory that is empty at the
     * beginning and at the end; the stack's relative paths are relative to it. So several processes
     * can open the same profile. The directory is made, readable for its owner only, if it is not
     * there; if it cannot be used, the second tier is done without.
     */
    public Builder secondTierDirectory(Path value) {
      directory = value;
      return this;
    }

    /**
     * As {@link #timeToLive}, of what comes from the second tier.
     *
     * @throws Configuration if negative
     */
    public Builder secondTierTimeToLive(Duration value) {
      secondTimeToLive = requireNotNegative("second-tier-time-to-live", value);
      return this;
    }

    /**
     * How much the second tier may hold, by the same weights as in memory; 1 GiB when not set.
     *
     * @throws Configuration if negative
     */
    public Builder secondTierBytes(long value) {
      secondTierBytes = requireNotNegative("second-tier-max-bytes", value);
      return this;
    }

    /**
     * How long a read waits for the second tier before it goes to the store; a second when not set.
     *
     * @throws Configuration if negative
     */
    public Builder secondTierPatience(Duration value) {
      patience = requireNotNegative("second-tier-patience", value);
      return this;
    }

    /** The decorator. */
    public Caching build() {
      return new Caching(this);
    }

    private @Nullable TierSettings tierSettings() {
      return stack == null
          ? null
          : new TierSettings(
              stack,
              Optional.ofNullable(secondTimeToLive),
              secondTierBytes,
              patience,
              Optional.ofNullable(directory));
    }

    private static long requireNotNegative(String setting, long value) {
      if (value < 0) {
        throw negative(setting);
      }
      return value;
    }

    private static Duration requireNotNegative(String setting, Duration value) {
      if (value.isNegative()) {
        throw negative(setting);
      }
      return value;
    }

    private static StorageException negative(String setting) {
      return new Configuration("A limit of a cache must not be negative").with("setting", setting);
    }
  }
}

package io.holdall.storage.decorator.caching;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cache over a store in memory, in one thread: time passes and the second tier is written when
 * the test says so. What is written to {@link #others} is written by another process.
 */
final class CacheUnderTest {
  final ManualClock clock = new ManualClock();
  final StorageBackend others;
  final ScriptedBackend store;
  final Memory memory;
  final CachingBackend backend;
  final Storage storage;

  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final @Nullable SecondTier tier;

  private CacheUnderTest(
      Capabilities capabilities,
      long toLive,
      boolean remembersAbsent,
      @Nullable StorageBackend second,
      TierSettings settings) {
    others = new MemoryBackend(capabilities);
    store = new ScriptedBackend(others).beforeGet(number -> reads.incrementAndGet());
    boolean listsScans = capabilities.distributed();
    Stripes stripes = new Stripes();
    TierThreads threads = new TierThreads(Runnable::run, tasks::add, () -> {});
    tier =
        second == null
            ? null
            : new SecondTier(
                TierStore.of(second),
                settings,
                settings.timeToLive().map(Lifetime::nanos).orElse(toLive),
                listsScans,
                stripes,
                clock,
                threads);
    memory =
        new Memory(
            1 << 20,
            (key, what) -> {
              if (tier != null) {
                tier.keep(key, what);
              }
            });
    backend =
        new CachingBackend(
            store, memory, stripes, tier, remembersAbsent, listsScans, toLive, clock);
    storage = Storage.of(backend);
  }

  /** Nobody else writes. */
  static CacheUnderTest alone() {
    return living(Lifetime.ENDLESS);
  }

  static CacheUnderTest living(Duration timeToLive) {
    return living(Lifetime.nanos(timeToLive));
  }

  private static CacheUnderTest living(long nanos) {
    return new CacheUnderTest(
        MemoryBackend.defaultCapabilities().build(), nanos, true, null, settings(1 << 20));
  }

  static CacheUnderTest withoutAbsentKeys() {
    return new CacheUnderTest(
        MemoryBackend.defaultCapabilities().build(),
        Lifetime.ENDLESS,
        false,
        null,
        settings(1 << 20));
  }

  static CacheUnderTest over(StorageBackend second) {
    return over(second, 1 << 20);
  }

  static CacheUnderTest over(StorageBackend second, long maxBytes) {
    return new CacheUnderTest(
        MemoryBackend.defaultCapabilities().build(),
        Lifetime.ENDLESS,
        true,
        second,
        settings(maxBytes));
  }

  /** Memory lives for one time, the second tier for another. */
  static CacheUnderTest living(Duration inMemory, StorageBackend second, Duration inSecondTier) {
    TierSettings settings =
        new TierSettings(
            new OpenStack(second, List.of()),
            Optional.of(inSecondTier),
            1 << 20,
            Duration.ofSeconds(1),
            Optional.empty());
    return new CacheUnderTest(
        MemoryBackend.defaultCapabilities().build(),
        Lifetime.nanos(inMemory),
        true,
        second,
        settings);
  }

  /** A store of objects, which others write to, too, and to which scans go as listings. */
  static CacheUnderTest ofObjects(Duration inMemory, StorageBackend second) {
    return new CacheUnderTest(
        MemoryBackend.defaultCapabilities()
            .atomicity(Atomicity.ENTRY)
            .distributed(true)
            .snapshots(false)
            .rangeChecks(false)
            .build(),
        Lifetime.nanos(inMemory),
        true,
        second,
        settings(1 << 20));
  }

  private static TierSettings settings(long maxBytes) {
    return new TierSettings(
        new OpenStack(new MemoryBackend(), List.of()),
        Optional.empty(),
        maxBytes,
        Duration.ofSeconds(1),
        Optional.empty());
  }

  /** How often the store was asked. */
  int reads() {
    return reads.get();
  }

  /** The text of the entry, through the cache. */
  Optional<String> text(Key key) {
    return storage.get(key).map(entry -> entry.value().text());
  }

  void put(Key key, String text) {
    storage.put(key, Value.json(text));
  }

  /** Another process writes. */
  void putElsewhere(Key key, String text) {
    Storage.of(others).put(key, Value.json(text));
  }

  /** Everything leaves memory, and the second tier is written. */
  void spill() {
    memory.evictAll();
    work();
  }

  /** What waits for the second tier is done. */
  void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  CachingStatistics statistics() {
    return storage.extension(CachingStatistics.class).orElseThrow();
  }
}

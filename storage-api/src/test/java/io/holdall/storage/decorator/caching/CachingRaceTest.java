package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With real threads: what the cache serves never goes back, and a tier that hangs holds up nobody.
 */
@Timeout(120)
final class CachingRaceTest {
  private static final int KEYS = 20;
  private static final int WRITES = 4_000;
  private static final Duration LONG = Duration.ofHours(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void readersNeverSeeWhatWasReplaced() throws Exception {
    assertThat(race(Caching.ofBytes(1 << 20), WRITES).hits()).isPositive();
  }

  @Test
  void readersNeverSeeWhatWasReplacedWhileEntriesComeAndGo() throws Exception {
    assertThat(race(Caching.ofBytes(2_000), WRITES).evictions()).isPositive();
  }

  @Test
  void readersNeverSeeWhatWasReplacedThroughASecondTier() throws Exception {
    Caching caching = Caching.builder(2_000).secondTier(new MemoryBackend(), LONG).build();
    race(caching, WRITES);
  }

  @Test
  void readersNeverSeeWhatWasReplacedThroughASecondTierThatFailsNowAndThen() throws Exception {
    StorageBackend failing =
        new ScriptedBackend(new MemoryBackend())
            .beforeCommit(CachingRaceTest::failOften)
            .afterCommit(CachingRaceTest::failOften);
    Caching caching = Caching.builder(2_000).secondTier(failing, LONG).build();
    race(caching, WRITES);
  }

  private static void failOften(int number) {
    if (number % 3 == 0) {
      throw new Unavailable("Now and then");
    }
  }

  /**
   * One writer a key counts up, losing an answer now and then; each reader notes what was
   * acknowledged before it reads, and must see at least that.
   */
  private CachingStatistics race(Caching caching, int writes) throws Exception {
    long seed = new Random().nextLong();
    StorageBackend store =
        new ScriptedBackend(new MemoryBackend())
            .afterCommit(
                number -> {
                  if (number % 97 == 0) {
                    throw new OutcomeUnknown("Lost", null);
                  }
                });
    AtomicLongArray acknowledged = new AtomicLongArray(KEYS);
    try (Storage storage = Storage.builder(store).with(caching).open()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < 2; t++) {
        int first = t;
        tasks.add(() -> write(storage, acknowledged, first, writes, new Random(seed + first)));
        tasks.add(() -> read(storage, acknowledged, writes * 3, new Random(seed + 10 + first)));
        tasks.add(() -> readAll(storage, acknowledged, writes / 4));
      }
      for (Future<Void> task : threads.invokeAll(tasks)) {
        try {
          task.get();
        } catch (ExecutionException e) {
          throw new AssertionError("With seed " + seed + ": " + e.getCause(), e.getCause());
        }
      }
      readAll(storage, acknowledged, 1);
      return statistics(storage);
    }
  }

  private static Void write(
      Storage storage, AtomicLongArray acknowledged, int first, int writes, Random random) {
    for (int n = 1; n <= writes; n++) {
      int key = random.nextInt(KEYS / 2) * 2 + first; // nobody else writes these
      try {
        storage.put(key(key), Value.json(Integer.toString(n)));
        acknowledged.set(key, n);
      } catch (OutcomeUnknown e) {
        // It was written, but nobody knows; the next number of this key is larger.
        assertThat(number(storage.get(key(key)))).isEqualTo(n);
      }
    }
    return null;
  }

  private static Void read(
      Storage storage, AtomicLongArray acknowledged, int reads, Random random) {
    long[] seen = new long[KEYS];
    for (int i = 0; i < reads; i++) {
      int key = random.nextInt(KEYS);
      long least = Math.max(seen[key], acknowledged.get(key));
      seen[key] = number(storage.get(key(key)));
      assertThat(seen[key]).as("value of key %d", key).isGreaterThanOrEqualTo(least);
    }
    return null;
  }

  private static Void readAll(Storage storage, AtomicLongArray acknowledged, int rounds) {
    List<Key> keys = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      keys.add(key(key));
    }
    for (int i = 0; i < rounds; i++) {
      long[] least = new long[KEYS];
      for (int key = 0; key < KEYS; key++) {
        least[key] = acknowledged.get(key);
      }
      List<Optional<Entry>> entries = storage.get(keys);
      for (int key = 0; key < KEYS; key++) {
        assertThat(number(entries.get(key)))
            .as("value of key %d, read with others", key)
            .isGreaterThanOrEqualTo(least[key]);
      }
    }
    return null;
  }

  @Test
  void secondTierThatHangsHoldsUpNeitherReadsNorCommits() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    ScriptedBackend second = new ScriptedBackend(new MemoryBackend());
    Caching caching =
        Caching.builder(0)
            .secondTier(second, LONG)
            .secondTierPatience(Duration.ofMillis(20))
            .build();
    try (Storage storage = Storage.builder(new MemoryBackend()).with(caching).open()) {
      putIntoSecondTier(storage);
      second.beforeGet(number -> hang(hanging));
      second.beforeCommit(number -> hang(hanging));
      assertThat(number(storage.get(key(0)))).isEqualTo(1);
      assertThat(statistics(storage).secondTierFailures()).isEqualTo(1);
      storage.put(key(0), Value.json("2"));
      assertThat(number(storage.get(key(0)))).isEqualTo(2);
      hanging.countDown();
    }
  }

  @Test
  void interruptedReaderGoesToTheStoreAndKeepsItsFlag() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    ScriptedBackend second = new ScriptedBackend(new MemoryBackend());
    Caching caching = Caching.builder(0).secondTier(second, LONG).secondTierPatience(LONG).build();
    try (Storage storage = Storage.builder(new MemoryBackend()).with(caching).open()) {
      putIntoSecondTier(storage);
      second.beforeGet(number -> hang(hanging));
      Thread.currentThread().interrupt();
      assertThat(number(storage.get(key(0)))).isEqualTo(1);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(statistics(storage).secondTierFailures()).isZero();
      hanging.countDown();
    }
  }

  @Test
  void threadsOfTheSecondTierEndWithTheStore() {
    Supplier<Long> alive =
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("holdall-second-tier"))
                .filter(Thread::isAlive)
                .count();
    Awaitility.await().until(() -> alive.get() == 0); // those of other tests
    Caching caching = Caching.builder(0).secondTier(new MemoryBackend(), LONG).build();
    try (Storage storage = Storage.builder(new MemoryBackend()).with(caching).open()) {
      putIntoSecondTier(storage);
      storage.get(key(0));
      assertThat(alive.get()).isPositive();
    }
    Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> alive.get() == 0);
  }

  /** Memory holds nothing, so what is read moves on at once. */
  private static void putIntoSecondTier(Storage storage) {
    storage.put(key(0), Value.json("1"));
    storage.get(key(0));
    Awaitility.await().until(() -> statistics(storage).secondTierEntries() == 1);
  }

  private static void hang(CountDownLatch until) {
    boolean ended = false;
    while (!ended) {
      try {
        ended = until.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static CachingStatistics statistics(Storage storage) {
    return storage.extension(CachingStatistics.class).orElseThrow();
  }

  private static Key key(int number) {
    return Key.of("keys").child(number);
  }

  private static long number(Optional<Entry> entry) {
    return entry.map(present -> Long.parseLong(present.value().text())).orElse(0L);
  }
}

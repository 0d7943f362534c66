package io.holdall.storage.decorator.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever races and fails: never over the limit, and exact when it is over. */
final class LimitsRaceTest {
  private static final int THREADS = 6;
  private static final int KEYS = 40;
  private static final int ENTRIES = 20;
  private static final int BYTES = 900;

  private final long seed = ThreadLocalRandom.current().nextLong();
  private final MemoryBackend memory = new MemoryBackend();
  private final ScriptedBackend inner = new ScriptedBackend(memory);
  private final Storage storage =
      Storage.builder(inner)
          .with(Limits.builder().maxEntries(ENTRIES).maxBytes(BYTES).build())
          .open();
  private final AtomicLong most = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noCommitTakesTheStoreOverALimit(boolean faults) throws Exception {
    ThreadLocal<Random> chance = ThreadLocal.withInitial(() -> new Random(seed));
    inner.beforeCommit(
        number -> {
          switch (faults ? chance.get().nextInt(8) : 9) {
            case 0 -> throw new Unavailable("Not now");
            case 1 -> throw new OutcomeUnknown("The request was lost", null);
            default -> {}
          }
        });
    inner.afterCommit(
        number -> {
          most.accumulateAndGet(memory.stats().entries().orElseThrow(), Math::max);
          assertThat(memory.stats().storedBytes().orElseThrow()).isLessThanOrEqualTo(BYTES);
          if (faults && chance.get().nextInt(8) == 0) {
            throw new OutcomeUnknown("The answer was lost", null);
          }
        });
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(seed + t);
        tasks.add(pool.submit(() -> work(random)));
      }
      for (Future<?> task : tasks) {
        task.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).as("most entries, seed %d", seed).hasValue(ENTRIES);
    assertThat(refused).as("refused commits, seed %d", seed).hasPositiveValue();
    inner.beforeCommit(number -> {}).afterCommit(number -> {});
    assertExact(faults);
  }

  /** The room that is left can be filled to the last entry. */
  private void assertExact(boolean faults) {
    storage.keys(Scan.all()).toList().forEach(storage::delete);
    for (int i = 0; i < ENTRIES; i++) {
      storage.put(Key.of("k").child(i), Value.binary(new byte[0]));
    }
    if (!faults) {
      assertThat(storage.stats().details().get("limits"))
          .as("seed %d", seed)
          .isEqualTo(
              "20 of 20 entries, %d of 900 bytes", memory.stats().storedBytes().orElseThrow());
    }
  }

  private void work(Random random) {
    for (int i = 0; i < 1500; i++) {
      WriteBatch.Builder batch = WriteBatch.builder();
      int first = random.nextInt(KEYS);
      for (int k = 0; k <= random.nextInt(3); k++) {
        Key key = Key.of("k").child((first + k * 7) % KEYS);
        if (random.nextInt(3) == 0) {
          batch.delete(key);
        } else {
          Condition condition = random.nextInt(4) == 0 ? Condition.absent() : Condition.any();
          batch.put(key, Value.binary(new byte[random.nextInt(80)]), condition);
        }
      }
      try {
        storage.commit(batch.build());
      } catch (LimitExceeded e) {
        refused.incrementAndGet();
      } catch (Conflict | Unavailable | OutcomeUnknown e) {
        assertThat(e.operation()).contains("commit");
      }
    }
  }
}

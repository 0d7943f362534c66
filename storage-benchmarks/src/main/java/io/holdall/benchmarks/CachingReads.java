package io.holdall.benchmarks;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.StorageBackend;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Point reads of 100,000 entries in memory: without a cache, through one that has them all, and
 * through one that has one in a hundred, so that nearly every read misses, is remembered and makes
 * another entry leave.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CachingReads {
  private static final int ENTRIES = 100_000;
  private static final int BATCH = 1_000;

  private final StorageBackend raw = filled();
  private final StorageBackend hitting = Caching.ofBytes(1L << 30).decorate(raw);
  private final StorageBackend missing = Caching.ofBytes(700_000).decorate(raw);
  private final Key[] keys = new Key[ENTRIES];

  private static StorageBackend filled() {
    StorageBackend backend = new MemoryBackend();
    for (int first = 0; first < ENTRIES; first += BATCH) {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int n = first; n < first + BATCH; n++) {
        batch.put(Payload.key(n), Payload.value());
      }
      backend.commit(batch.build());
    }
    return backend;
  }

  /** Reads everything once. */
  @Setup
  public void remember() {
    for (int n = 0; n < ENTRIES; n++) {
      keys[n] = Payload.key(n);
      hitting.get(List.of(keys[n]));
      missing.get(List.of(keys[n]));
    }
  }

  /** From the store. */
  @Benchmark
  public List<Optional<Entry>> raw() {
    return raw.get(List.of(randomKey()));
  }

  /** From the cache. */
  @Benchmark
  public List<Optional<Entry>> hit() {
    return hitting.get(List.of(randomKey()));
  }

  /** From the store, by way of the cache. */
  @Benchmark
  public List<Optional<Entry>> miss() {
    return missing.get(List.of(randomKey()));
  }

  private Key randomKey() {
    return keys[ThreadLocalRandom.current().nextInt(ENTRIES)];
  }
}

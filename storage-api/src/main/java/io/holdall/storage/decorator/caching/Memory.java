package io.holdall.storage.decorator.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.holdall.storage.Key;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The first tier: what is remembered on the heap, limited by weight. Not final, for tests. */
class Memory {
  private final Cache<Key, Remembered> cache;
  private final LongAdder evictions = new LongAdder();

  /**
   * @param evicted told of every entry that had to make room, at the moment when it is removed; a
   *     commit that makes the cache forget the entry waits until it was told, or comes before
   */
  Memory(long maxBytes, BiConsumer<Key, Remembered> evicted) {
    cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((Key key, Remembered what) -> what.weight(key))
            .executor(Runnable::run)
            .evictionListener(
                (@Nullable Key key, @Nullable Remembered what, RemovalCause cause) -> {
                  evictions.increment();
                  if (key != null && what != null) {
                    evicted.accept(key, what);
                  }
                })
            .build();
  }

  @Nullable Remembered get(Key key) {
    return cache.getIfPresent(key);
  }

  void put(Key key, Remembered what) {
    cache.put(key, what);
  }

  void remove(Key key) {
    cache.invalidate(key);
  }

  /** Everything goes, at the end. */
  void clear() {
    cache.invalidateAll();
  }

  /** Makes every entry leave as if room were needed, for tests. */
  void evictAll() {
    cache
        .policy()
        .eviction()
        .ifPresent(
            policy -> {
              long maximum = policy.getMaximum();
              policy.setMaximum(0);
              policy.setMaximum(maximum);
            });
  }

  long evictions() {
    return evictions.sum();
  }

  long entries() {
    return cache.estimatedSize();
  }

  long bytes() {
    return cache.policy().eviction().map(policy -> policy.weightedSize().orElse(0)).orElse(0L);
  }
}

package io.holdall.storage.decorator.limits;

import io.holdall.storage.StorageException.Unavailable;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket, kept as one time: when the bucket would be full. Every commit moves it one
 * interval into the future, and it may lie at most a bucket ahead.
 */
final class CommitRate {
  private static final long SECOND = 1_000_000_000L;

  private final long interval;
  private final long bucket;
  private final int limit;
  private final LongSupplier nanoTime;
  private long fullAt; // guarded by this

  CommitRate(int commitsPerSecond, int burst, LongSupplier nanoTime) {
    this.limit = commitsPerSecond;
    this.interval = Math.max(1, SECOND / commitsPerSecond);
    this.bucket = interval * burst;
    this.nanoTime = nanoTime;
    this.fullAt = nanoTime.getAsLong();
  }

  /**
   * Takes a token.
   *
   * @throws Unavailable if there is none
   */
  void take() {
    long wait = tryTake();
    if (wait > 0) {
      throw (Unavailable)
          new Unavailable("More commits per second than allowed, nothing was written")
              .with("limit", limit)
              .with("retry-after", Duration.ofNanos(wait));
    }
  }

  private synchronized long tryTake() {
    long now = nanoTime.getAsLong();
    long ahead = Math.max(0, fullAt - now); // differences only: nanoTime may overflow
    long wait = ahead + interval - bucket;
    if (wait <= 0) {
      fullAt = now + ahead + interval;
    }
    return wait;
  }
}

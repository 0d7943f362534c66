package io.holdall.storage.spi.objects;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long requests are repeated, and how long the pauses between them are: at random up to a bound
 * that doubles each time, so that callers who failed together do not come back together.
 *
 * @param deadline how long after a call began its last request may begin
 * @param firstPause the bound of the first pause
 * @param longestPause what the bound never exceeds
 */
public record RetryTimes(Duration deadline, Duration firstPause, Duration longestPause) {
  /** These times with pauses from up to 50 ms to up to 5 s. */
  public static RetryTimes within(Duration deadline) {
    return new RetryTimes(deadline, Duration.ofMillis(50), Duration.ofSeconds(5));
  }

  /**
   * The nanoseconds to wait.
   *
   * @param failures how many requests have failed, from 1
   * @param retryAfter the least the service asks for
   */
  long pauseNanos(int failures, Duration retryAfter) {
    long bound = longestPause.toNanos();
    int doublings = Math.min(failures - 1, 30);
    if (firstPause.toNanos() <= bound >> doublings) {
      bound = firstPause.toNanos() << doublings;
    }
    return retryAfter.toNanos() + ThreadLocalRandom.current().nextLong(bound + 1);
  }
}

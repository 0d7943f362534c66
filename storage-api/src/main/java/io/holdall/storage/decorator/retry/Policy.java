package io.holdall.storage.decorator.retry;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.RetryConfig;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.OutcomeUnknown;
import java.time.Duration;

/** How often and how long to try. Resilience4j counts and computes the pauses. */
final class Policy {
  private final long deadlineNanos;
  private final boolean uniqueValues;
  private final Surroundings surroundings;
  private final io.github.resilience4j.retry.Retry retry;

  Policy(
      Duration deadline,
      int maxAttempts,
      Duration firstPause,
      Duration longestPause,
      double factor,
      boolean uniqueValues,
      Surroundings surroundings) {
    this.deadlineNanos = deadline.toNanos();
    this.uniqueValues = uniqueValues;
    this.surroundings = surroundings;
    IntervalFunction whole =
        IntervalFunction.ofExponentialBackoff(firstPause, factor, longestPause);
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(maxAttempts)
            .intervalFunction(attempt -> shortened(whole.apply(attempt)))
            .retryOnException(Policy::isRepeatable)
            .build();
    this.retry = io.github.resilience4j.retry.Retry.of(Retry.TYPE, config);
  }

  boolean hasUniqueValues() {
    return uniqueValues;
  }

  /** Begins a call. */
  Attempts begin() {
    return new Attempts(retry, surroundings, deadlineNanos);
  }

  /** Whether the error allows another attempt; that it is safe is the caller's to know. */
  private static boolean isRepeatable(Throwable error) {
    return error instanceof StorageException e
        && (e.isRetryable() || e instanceof OutcomeUnknown)
        && e.attribute(Attempts.ATTRIBUTE).isEmpty();
  }

  private long shortened(long pause) {
    return Math.max(1, Math.round(pause * (1 - surroundings.chance() / 2)));
  }
}

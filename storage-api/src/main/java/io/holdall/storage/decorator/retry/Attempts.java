package io.holdall.storage.decorator.retry;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.OutcomeUnknown;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The attempts of one call; for one thread. */
final class Attempts {
  /** How often a call was made that failed in the end. */
  static final String ATTRIBUTE = "attempts";

  private final io.github.resilience4j.retry.Retry retry;
  private final Surroundings surroundings;
  private final long deadlineNanos;
  private final long startedAt;
  private io.github.resilience4j.retry.Retry.@Nullable AsyncContext<Object> context;
  private int failed;

  Attempts(
      io.github.resilience4j.retry.Retry retry, Surroundings surroundings, long deadlineNanos) {
    this.retry = retry;
    this.surroundings = surroundings;
    this.deadlineNanos = deadlineNanos;
    this.startedAt = surroundings.nanoTime();
  }

  /** One more attempt has failed. */
  void failed() {
    failed++;
  }

  /**
   * Waits until the next attempt.
   *
   * @param error why the last one failed
   * @return whether there is to be another; if not, the caller throws what it has to throw
   */
  boolean pauseAfter(StorageException error) {
    if (context == null) {
      context = retry.asyncContext();
    }
    long pause = context.onError(error);
    if (pause < 0) {
      return false;
    }
    long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(pause), askedFor(error));
    long passed = surroundings.nanoTime() - startedAt;
    if (nanos > deadlineNanos - passed) {
      return false;
    }
    try {
      surroundings.pause(nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Adds to an error how often the call was made, if it was or could have been repeated. */
  <E extends StorageException> E counted(E error) {
    if (failed > 1 || error.isRetryable() || error instanceof OutcomeUnknown) {
      error.with(ATTRIBUTE, failed);
    }
    return error;
  }

  private static long askedFor(StorageException error) {
    String text = error.attribute("retry-after").orElse(null);
    if (text == null) {
      return 0;
    }
    try {
      return Duration.parse(text).toNanos();
    } catch (DateTimeException e) {
      return 0; // not ours: it says something else
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE; // centuries
    }
  }
}

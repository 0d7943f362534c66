package io.holdall.storage.spi.objects;

import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.objects.ObjectFailure.Kind;

/**
 * The one retry loop: counts the failures of one call, and pauses between them until its time is
 * over or nobody waits for it any longer.
 */
final class Attempts {
  private final RetryTimes times;
  private final Job<?> job;
  private final long start = System.nanoTime();
  private int failures;

  Attempts(RetryTimes times, Job<?> job) {
    this.times = times;
    this.job = job;
  }

  /** A request that can be made again. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws ObjectFailure;
  }

  /** Repeats a request that changes nothing until it succeeds. */
  <T> T read(Request<T> request) {
    while (true) {
      try {
        return request.send();
      } catch (ObjectFailure failure) {
        if (failure.kind() == Kind.CONDITION || !again(failure)) {
          throw unavailable(failure);
        }
      }
    }
  }

  /** Waits for the next try; false if there is none. */
  boolean again(ObjectFailure failure) {
    failures++;
    long pause = times.pauseNanos(failures, failure.retryAfter());
    long passed = System.nanoTime() - start;
    return passed + pause <= times.deadline().toNanos() && job.pause(pause);
  }

  /** What to tell when nothing was written and there is no further try. */
  RuntimeException unavailable(ObjectFailure failure) {
    return new Unavailable("The service cannot be reached or does not answer", failure)
        .with("attempts", Math.max(failures, 1));
  }
}

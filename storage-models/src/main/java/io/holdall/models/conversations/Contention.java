package io.holdall.models.conversations;

import io.holdall.storage.StorageException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Counts the races that one call has lost, and pauses at random before the next. */
final class Contention {
  /** So many that even a slow process among many gets its turn. */
  static final int ATTEMPTS = 1_000;

  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 10_000_000;

  private int lost;

  /**
   * Pauses, on average longer with each loss.
   *
   * @throws StorageException the error itself after {@value #ATTEMPTS} losses
   */
  void lost(StorageException e) {
    if (++lost == ATTEMPTS) {
      throw e.with("attempts", lost);
    }
    long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(lost, 20));
    // An interrupted thread would not pause at all, so it gets its flag back afterwards.
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.holdall.storage.sqlite;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteErrorCode;

/**
 * Repeats what another process's lock is in the way of. The pauses are short and random: a writer
 * holds the lock for a fraction of a millisecond and takes it again at once, so who asks seldom,
 * like SQLite's own busy handler with its pauses of up to 100 ms, starves.
 */
final class BusyWait {
  private static final long SHORTEST_NANOS = 50_000;
  private static final long LONGEST_NANOS = 2_000_000;

  private final Duration longest;

  BusyWait(Duration longest) {
    this.longest = longest;
  }

  /** A call of SQLite. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws SQLException;
  }

  /**
   * The call's result, as soon as no lock is in its way.
   *
   * @throws SQLException what the call throws, also SQLITE_BUSY when the time is over
   */
  <T> T until(Call<T> call) throws SQLException {
    long deadline = 0;
    boolean interrupted = false;
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return call.run();
        } catch (SQLException e) {
          if (!SqlErrors.is(e, SQLiteErrorCode.SQLITE_BUSY)) {
            throw e;
          }
          if (attempt == 1) {
            deadline = System.nanoTime() + longest.toNanos();
          } else if (System.nanoTime() - deadline > 0) {
            throw e;
          }
        }
        // An interrupted thread would not pause at all, so it gets its flag back afterwards.
        interrupted |= Thread.interrupted();
        LockSupport.parkNanos(
            ThreadLocalRandom.current()
                .nextLong(
                    SHORTEST_NANOS,
                    Math.min(LONGEST_NANOS, SHORTEST_NANOS << (1 + Math.min(attempt, 8)))));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

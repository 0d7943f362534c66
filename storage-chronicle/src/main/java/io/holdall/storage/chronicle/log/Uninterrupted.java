package io.holdall.storage.chronicle.log;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs file work that an interrupt would break off: a {@code FileChannel} closes itself when its
 * thread is interrupted. The work may be run again, so it must open its channels itself.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Work on files. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it from the beginning. */
    T run() throws IOException;
  }

  /** Runs the work until no interrupt breaks it off; the thread keeps its interrupt flag. */
  public static <T> T call(Work<T> work) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return work.run();
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package io.holdall.cli.command;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the person has pressed Ctrl-C. Work asks at its {@link #checkpoint()}s, between steps
 * that leave everything in order, so that it stops there and the store is closed properly.
 */
public final class Cancellation {
  private final @Nullable Thread worker;
  private volatile boolean requested;
  private volatile boolean idle;

  /** Reading of input. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads. */
    T read() throws IOException;
  }

  /** The work was ended before its time. */
  public static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Cancelled(@Nullable Throwable cause) {
      super("Interrupted", cause);
    }
  }

  /** For work in any thread, which only its checkpoints end. */
  public Cancellation() {
    this.worker = null;
  }

  /** For work in this thread, which is interrupted too, so that waiting ends. */
  public Cancellation(Thread worker) {
    this.worker = worker;
  }

  /** Asks the work to stop. */
  public void request() {
    requested = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Whether the work was asked to stop. */
  public boolean isRequested() {
    return requested;
  }

  /**
   * Goes on, or ends the work.
   *
   * @throws Cancelled if {@link #request()} was called
   */
  public void checkpoint() {
    if (requested) {
      throw new Cancelled(null);
    }
  }

  /** Reads input that may never come, while nothing is at stake: no store is open. */
  public <T> T whileIdle(Reading<T> reading) throws IOException {
    idle = true;
    try {
      checkpoint();
      return reading.read();
    } finally {
      idle = false;
      checkpoint();
    }
  }

  /** Whether the process may end at once. */
  public boolean isIdle() {
    return idle;
  }
}

package io.holdall.storage.spi.objects;

import java.time.Duration;

/** A request that failed in a way that {@link ObjectBackend} deals with. */
public final class ObjectFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is known of the request. */
  public enum Kind {
    /** The condition did not hold; nothing was written. */
    CONDITION,
    /**
     * Nothing was written, and the same request may be repeated: throttled, contended, unreached.
     */
    NOT_DONE,
    /** The answer was lost, or says only that something went wrong: it may have been done. */
    PERHAPS_DONE
  }

  private final Kind kind;
  private final Duration retryAfter;

  /** A failure after which nobody said how long to wait. */
  public ObjectFailure(Kind kind, Throwable cause) {
    this(kind, Duration.ZERO, cause);
  }

  /**
   * @param retryAfter how long the service asks to be left alone, or zero
   */
  public ObjectFailure(Kind kind, Duration retryAfter, Throwable cause) {
    super("A request failed: " + kind, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** What is known of the request. */
  public Kind kind() {
    return kind;
  }

  /** How long the service asks to be left alone; zero if it does not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}

package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the second tier is asked. After a failure it is left alone for {@link #REST}; then it is
 * tried again. Logs when it fails first and when it works again, and nothing in between.
 */
final class Health {
  /** How long a second tier that has failed is left alone. */
  static final long REST = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOGGER = LoggerFactory.getLogger(Health.class);

  private final LongSupplier clock;
  private final LongAdder failures = new LongAdder();
  private volatile boolean failing; // changes under the monitor of this object
  private volatile long restsUntil; // set before failing
  private volatile boolean ended;

  Health(LongSupplier clock) {
    this.clock = clock;
  }

  boolean isUsable() {
    return !failing || Lifetime.isOver(restsUntil, clock.getAsLong());
  }

  long failures() {
    return failures.sum();
  }

  /** Nothing that fails from now on is worth a word: the tier is being closed. */
  void end() {
    ended = true;
  }

  void failed(Throwable why) {
    failures.increment();
    if (ended) {
      return;
    }
    synchronized (this) {
      restsUntil = Lifetime.deadline(clock.getAsLong(), REST);
      if (failing) {
        return;
      }
      failing = true;
    }
    // The text of a foreign exception might quote what is stored.
    String reason = why instanceof StorageException e ? e.getMessage() : why.getClass().getName();
    LOGGER.warn("The second tier of a cache fails; reads go to the store meanwhile: {}", reason);
  }

  void worked() {
    if (failing) {
      synchronized (this) {
        if (!failing) {
          return;
        }
        failing = false;
      }
      LOGGER.info("The second tier of a cache works again");
    }
  }
}

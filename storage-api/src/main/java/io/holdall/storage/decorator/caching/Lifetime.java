package io.holdall.storage.decorator.caching;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times to live on the scale of {@link System#nanoTime()}, whose values may overflow. */
final class Lifetime {
  /** The deadline of what may be served for ever, and the time to live that gives it. */
  static final long ENDLESS = Long.MAX_VALUE;

  private static final long LONGEST = TimeUnit.DAYS.toNanos(365 * 100L);

  private Lifetime() {}

  /** In nanoseconds; endless from a hundred years on, for the clock's differences end somewhere. */
  static long nanos(Duration timeToLive) {
    return timeToLive.compareTo(Duration.ofNanos(LONGEST)) < 0 ? timeToLive.toNanos() : ENDLESS;
  }

  static long deadline(long begin, long timeToLive) {
    if (timeToLive == ENDLESS) {
      return ENDLESS;
    }
    long deadline = begin + timeToLive;
    return deadline == ENDLESS ? deadline - 1 : deadline;
  }

  /** The earlier of two deadlines. */
  static long earlier(long one, long other) {
    if (one == ENDLESS) {
      return other;
    }
    return other == ENDLESS || one - other < 0 ? one : other;
  }

  static boolean isOver(long deadline, long now) {
    return deadline != ENDLESS && now - deadline >= 0;
  }
}

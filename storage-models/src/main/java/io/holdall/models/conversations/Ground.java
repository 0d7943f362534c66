package io.holdall.models.conversations;

import io.holdall.storage.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What an append relies on that does not read first, on stores that change one entry at a time: at
 * this moment the session was there, and its next place was not taken by one of its own messages.
 * From then on that place stays taken once it is, be it by a {@link Tombstones tombstone}, for much
 * longer than anybody relies on it.
 *
 * @param ticks the moment by the process's own clock, which nobody sets
 * @param time the same by the time of day, which goes on while the machine sleeps
 * @param overgrown entries of ended sessions beyond the end, by sequence; each is replaced when its
 *     place is needed, under the version it was seen at
 */
record Ground(long ticks, Instant time, Map<Long, Version> overgrown) {
  /** For how long it is relied on; a fraction of {@link Tombstones#LIFE}. */
  static final Duration LIMIT = Duration.ofHours(1);

  private static final long LIMIT_TICKS = LIMIT.toNanos();

  /** Nothing is known; who appends looks afterwards. */
  static final Ground NONE = new Ground(0, Instant.MAX, Map.of());

  /** Standing at this moment. */
  static Ground at(Instant time) {
    return new Ground(System.nanoTime(), time, Map.of());
  }

  Ground with(Map<Long, Version> entries) {
    return new Ground(ticks, time, Map.copyOf(entries));
  }

  /** Whether it can still be relied on; not if the time of day was set back. */
  boolean holdsAt(long nowTicks, Instant now) {
    return !now.isBefore(time) && now.isBefore(time.plus(LIMIT)) && nowTicks - ticks < LIMIT_TICKS;
  }
}

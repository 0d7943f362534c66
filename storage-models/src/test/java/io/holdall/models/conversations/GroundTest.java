package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** For how long an append may rely on what its process remembers. */
final class GroundTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final Ground ground = new Ground(Long.MAX_VALUE - 5, NOON, Map.of());

  @Test
  void itHoldsForAnHourByBothClocks() {
    assertThat(holds(0, Duration.ZERO)).isTrue();
    assertThat(holds(HOUR - 1, Duration.ofMinutes(59))).isTrue();
  }

  @Test
  void aMachineThatSleptOrWhoseClockWasSetHasToLook() {
    assertThat(holds(1, Duration.ofHours(1))).isFalse();
    assertThat(holds(HOUR, Duration.ofMinutes(1))).isFalse();
    assertThat(holds(1, Duration.ofSeconds(-1))).isFalse();
  }

  @Test
  void whoKnowsNothingHasToLook() {
    assertThat(Ground.NONE.holdsAt(0, NOON)).isFalse();
    assertThat(Ground.NONE.holdsAt(System.nanoTime(), Instant.EPOCH)).isFalse();
  }

  @Test
  void tombstonesOutliveItByFar() {
    assertThat(Tombstones.LIFE).isGreaterThan(Ground.LIMIT.multipliedBy(20));
  }

  private boolean holds(long ticks, Duration time) {
    return ground.holdsAt(ground.ticks() + ticks, NOON.plus(time));
  }
}

package io.holdall.storage.spi.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RetryTimesTest {
  private static final RetryTimes TIMES = RetryTimes.within(Duration.ofMinutes(1));

  @Test
  void pausesAreAtRandomBelowABoundThatDoublesUpToTheLongest() {
    for (int failures = 1; failures < 100; failures++) {
      long bound = Math.min(5_000_000_000L, 50_000_000L << Math.min(failures - 1, 30));
      for (int i = 0; i < 100; i++) {
        assertThat(TIMES.pauseNanos(failures, Duration.ZERO)).isBetween(0L, bound);
      }
    }
    Set<Long> pauses = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      pauses.add(TIMES.pauseNanos(10, Duration.ZERO));
    }
    assertThat(pauses).as("different pauses of 50").hasSizeGreaterThan(40);
  }

  @Test
  void theServiceIsLeftAloneAsLongAsItAsks() {
    assertThat(TIMES.pauseNanos(1, Duration.ofSeconds(3)))
        .isBetween(3_000_000_000L, 3_050_000_000L);
  }
}

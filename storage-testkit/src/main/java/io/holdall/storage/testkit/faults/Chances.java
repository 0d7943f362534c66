package io.holdall.storage.testkit.faults;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What happens by chance to the call of each number: the same for the same seed, whatever happened
 * before.
 */
record Chances(
    long seed,
    double refused,
    double requestLost,
    double answerLost,
    double readsRefused,
    double periodBegins,
    int periodCalls,
    double delayed,
    Duration longestDelay,
    Consumer<Duration> pause) {
  static final Chances NONE = new Chances(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, delay -> {});

  private static final int COMMITS = 1;
  private static final int READS = 2;

  /** What the commit of this number meets. */
  Fault commit(int number) {
    SplittableRandom random = random(COMMITS, number);
    delay(random);
    if (isInPeriod(COMMITS, number)) {
      return Fault.REFUSED;
    }
    double drawn = random.nextDouble();
    if (drawn < refused) {
      return Fault.REFUSED;
    }
    if (drawn < refused + requestLost) {
      return Fault.REQUEST_LOST;
    }
    return drawn < refused + requestLost + answerLost ? Fault.ANSWER_LOST : Fault.NONE;
  }

  /** Whether the read of this number is refused. */
  boolean refusesRead(int number) {
    SplittableRandom random = random(READS, number);
    delay(random);
    return isInPeriod(READS, number) || random.nextDouble() < readsRefused;
  }

  private void delay(SplittableRandom random) {
    if (random.nextDouble() < delayed) {
      pause.accept(Duration.ofNanos((long) (random.nextDouble() * longestDelay.toNanos())));
    }
  }

  /** Whether one of the calls before, or this one, has begun a period. */
  private boolean isInPeriod(int kind, int number) {
    for (int first = Math.max(1, number - periodCalls + 1); first <= number; first++) {
      if (periodBegins > 0 && random(-kind, first).nextDouble() < periodBegins) {
        return true;
      }
    }
    return false;
  }

  private SplittableRandom random(int kind, int number) {
    return new SplittableRandom(new SplittableRandom(seed + kind).nextLong() + number);
  }
}

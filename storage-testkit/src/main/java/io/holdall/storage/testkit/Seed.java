package io.holdall.storage.testkit;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of random tests: new ones each time, unless one is to be repeated. */
final class Seed {
  private static final String PROPERTY = "holdall.test.seed";

  private Seed() {}

  /** A seed; the one given by {@code -Dholdall.test.seed} if there is one. */
  static long next() {
    Long given = Long.getLong(PROPERTY);
    return given != null ? given : ThreadLocalRandom.current().nextLong(1L << 48);
  }

  /** For failure messages: how to repeat it. */
  static String hint(long seed) {
    return "repeat with -D%s=%d".formatted(PROPERTY, seed);
  }
}

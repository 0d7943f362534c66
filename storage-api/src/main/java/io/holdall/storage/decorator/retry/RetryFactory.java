package io.holdall.storage.decorator.retry;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = retry} known to profiles. */
public final class RetryFactory implements DecoratorFactory {
  private static final String DEADLINE = "deadline";
  private static final String ATTEMPTS = "max-attempts";
  private static final String FIRST = "first-pause";
  private static final String LONGEST = "longest-pause";
  private static final String UNIQUE = "unique-values";

  /** For ServiceLoader. */
  public RetryFactory() {}

  @Override
  public String type() {
    return Retry.TYPE;
  }

  @Override
  public String description() {
    return "repeats what failed and is safe to repeat, after growing pauses";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(DEADLINE, Kind.DURATION, "10s", "how long to go on at most"),
        Setting.optional(ATTEMPTS, Kind.INTEGER, "10", "how often a call is made at most"),
        Setting.optional(FIRST, Kind.DURATION, "20ms", "the pause before the second attempt"),
        Setting.optional(LONGEST, Kind.DURATION, "2s", "what no pause exceeds"),
        Setting.optional(
            UNIQUE,
            Kind.BOOLEAN,
            "false",
            "whether no two writes put the same bytes, so that these prove whose write it was"));
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    return Retry.builder()
        .deadline(settings.duration(DEADLINE))
        .maxAttempts((int) Math.min(Integer.MAX_VALUE, settings.integer(ATTEMPTS)))
        .firstPause(settings.duration(FIRST))
        .longestPause(settings.duration(LONGEST))
        .uniqueValues(settings.flag(UNIQUE))
        .build();
  }
}

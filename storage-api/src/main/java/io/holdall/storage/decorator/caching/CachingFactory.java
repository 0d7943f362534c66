package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;
import java.util.Optional;

/** Makes {@code type = caching} known to profiles. */
public final class CachingFactory implements DecoratorFactory {
  private static final String MAX_BYTES = "max-bytes";
  private static final String TIME_TO_LIVE = "time-to-live";
  private static final String REMEMBER_ABSENT = "remember-absent";
  private static final String LIST_SCANS = "list-scans";
  private static final String SECOND_TIER = "second-tier";
  private static final String TIER_MAX_BYTES = "second-tier-max-bytes";
  private static final String TIER_TIME_TO_LIVE = "second-tier-time-to-live";
  private static final String TIER_PATIENCE = "second-tier-patience";

  /** For ServiceLoader. */
  public CachingFactory() {}

  @Override
  public String type() {
    return "caching";
  }

  @Override
  public String description() {
    return "answers reads from memory, and from a second, larger store if there is one";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(
            MAX_BYTES, Kind.BYTES, "64MiB", "how much the entries in memory may weigh"),
        Setting.optional(
            TIME_TO_LIVE,
            Kind.DURATION,
            "how long a change by another process may stay unseen; 1m where others may write"),
        Setting.optional(
            REMEMBER_ABSENT, Kind.BOOLEAN, "true", "whether absent keys are remembered, too"),
        Setting.optional(
            LIST_SCANS,
            Kind.BOOLEAN,
            "whether scans list keys at the store and read values from the cache if their version"
                + " is the same; true for stores of objects"),
        Setting.optional(
            DIRECTORY,
            Kind.PATH,
            "where each process that opens the store takes a place of its own for the second"
                + " tier"),
        Setting.optional(
            TIER_MAX_BYTES, Kind.BYTES, "how much the second tier may hold, 1GiB if not set"),
        Setting.optional(
            TIER_TIME_TO_LIVE,
            Kind.DURATION,
            "the same as time-to-live for what the second tier answers, and its default"),
        Setting.optional(
            TIER_PATIENCE,
            Kind.DURATION,
            "how long a read waits for the second tier, 1s if not set"));
  }

  /** {@code second-tier { storage { type = sqlite, path = … }, decorators = […] }}. */
  @Override
  public List<String> sections() {
    return List.of(SECOND_TIER);
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    Caching.Builder caching =
        Caching.builder(settings.bytes(MAX_BYTES)).rememberAbsent(settings.flag(REMEMBER_ABSENT));
    if (settings.has(TIME_TO_LIVE)) {
      caching.timeToLive(settings.duration(TIME_TO_LIVE));
    }
    if (settings.has(LIST_SCANS)) {
      caching.listScans(settings.flag(LIST_SCANS));
    }
    Optional<Stack> stack = context.stack(SECOND_TIER);
    stack.ifPresent(caching::secondTier);
    for (String name : List.of(DIRECTORY, TIER_MAX_BYTES, TIER_TIME_TO_LIVE, TIER_PATIENCE)) {
      if (settings.has(name)) {
        if (stack.isEmpty()) {
          throw new Configuration(
                  "The cache has no second tier that '%s' could be about; write second-tier { … }"
                      .formatted(name))
              .with("setting", name);
        }
        set(caching, name, settings);
      }
    }
    return caching.build();
  }

  private static void set(Caching.Builder caching, String name, Settings settings) {
    switch (name) {
      case DIRECTORY -> caching.secondTierDirectory(settings.path(name));
      case TIER_MAX_BYTES -> caching.secondTierBytes(settings.bytes(name));
      case TIER_TIME_TO_LIVE -> caching.secondTierTimeToLive(settings.duration(name));
      case TIER_PATIENCE -> caching.secondTierPatience(settings.duration(name));
      default -> throw new IllegalArgumentException(name);
    }
  }
}

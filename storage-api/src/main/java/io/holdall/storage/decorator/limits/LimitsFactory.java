package io.holdall.storage.decorator.limits;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = limits} known to profiles. */
public final class LimitsFactory implements DecoratorFactory {
  private static final String VALUE = "max-value-bytes";
  private static final String ENTRIES = "max-entries";
  private static final String BYTES = "max-bytes";
  private static final String RATE = "commits-per-second";
  private static final String BURST = "burst";
  private static final String PREFIXES = "prefixes";
  private static final String PREFIX = "prefix";

  /** For ServiceLoader. */
  public LimitsFactory() {}

  @Override
  public String type() {
    return Limits.TYPE;
  }

  @Override
  public String description() {
    return "limits the size of values, entries and bytes, and the commits per second";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(VALUE, Kind.BYTES, "the largest value, in bytes"),
        Setting.optional(ENTRIES, Kind.INTEGER, "the most entries in the store"),
        Setting.optional(BYTES, Kind.BYTES, "the most bytes of keys and values in the store"),
        Setting.optional(RATE, Kind.INTEGER, "commits that write, per second"),
        Setting.optional(
            BURST, Kind.INTEGER, "commits at once after a pause; those of a second if not given"));
  }

  /** A list of objects: {@code { prefix = sessions, max-entries = 1000, max-bytes = 1GiB }}. */
  @Override
  public List<String> sections() {
    return List.of(PREFIXES);
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    Limits.Builder limits = Limits.builder();
    if (settings.has(VALUE)) {
      limits.maxValueBytes((int) Math.min(Integer.MAX_VALUE, settings.bytes(VALUE)));
    }
    if (settings.has(ENTRIES)) {
      limits.maxEntries(settings.integer(ENTRIES));
    }
    if (settings.has(BYTES)) {
      limits.maxBytes(settings.bytes(BYTES));
    }
    if (settings.has(RATE)) {
      int rate = (int) Math.min(Integer.MAX_VALUE, settings.integer(RATE));
      int burst =
          settings.has(BURST) ? (int) Math.min(Integer.MAX_VALUE, settings.integer(BURST)) : rate;
      limits.commitsPerSecond(rate, burst);
    } else if (settings.has(BURST)) {
      throw new Configuration("Setting 'burst' of limits needs commits-per-second");
    }
    context.section(PREFIXES).ifPresent(section -> addPrefixes(limits, section));
    return limits.build();
  }

  private static void addPrefixes(Limits.Builder limits, Config section) {
    try {
      section.getConfigList(PREFIXES).forEach(one -> addPrefix(limits, one));
    } catch (ConfigException | InvalidArgument e) {
      throw new Configuration(
          "Section 'prefixes' of limits is not a list of objects with prefix and max-entries or"
              + " max-bytes",
          e);
    }
  }

  private static void addPrefix(Limits.Builder limits, Config one) {
    List<String> known = List.of(PREFIX, ENTRIES, BYTES);
    for (String name : one.root().keySet()) {
      if (!known.contains(name)) {
        throw new Configuration(
            "Unknown setting '%s' in section 'prefixes' of limits%s"
                .formatted(name, Nearest.hint(name, known)));
      }
    }
    Key prefix = Key.parse(one.getString(PREFIX));
    if (!one.hasPath(ENTRIES) && !one.hasPath(BYTES)) {
      throw new Configuration("A prefix of limits has neither max-entries nor max-bytes")
          .with(PREFIX, prefix);
    }
    if (one.hasPath(ENTRIES)) {
      limits.maxEntries(prefix, one.getLong(ENTRIES));
    }
    if (one.hasPath(BYTES)) {
      limits.maxBytes(prefix, one.getBytes(BYTES));
    }
  }
}

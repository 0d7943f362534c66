package io.holdall.storage.chronicle;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.chronicle.log.OsDisk;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes {@code type = chronicle} known to profiles. */
public final class ChronicleBackendFactory implements BackendFactory {
  private static final String PATH = "path";
  private static final String DURABILITY = "durability";
  private static final String READ_ONLY = "read-only";
  private static final String ENTRIES = "entries";
  private static final String KEY_BYTES = "average-key-bytes";
  private static final String VALUE_BYTES = "average-value-bytes";
  private static final String GROWTH = "growth";

  private static final List<Setting> SETTINGS = settingsWithLimits();

  /** For ServiceLoader. */
  public ChronicleBackendFactory() {}

  @Override
  public String type() {
    return ChronicleBackend.TYPE;
  }

  @Override
  public String description() {
    return "off the heap in a Chronicle Map; one writing process, a fixed capacity";
  }

  @Override
  public List<Setting> settings() {
    return SETTINGS;
  }

  @Override
  public StorageBackend open(Settings settings) {
    return builder(settings).open();
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.of(new ChronicleMaintenance(new OsDisk()));
  }

  static ChronicleBackend.Builder builder(Settings settings) {
    ChronicleBackend.Builder builder =
        ChronicleBackend.builder(settings.path(PATH))
            .durability(settings.choice(DURABILITY, Durability.class))
            .readOnly(settings.flag(READ_ONLY));
    if (settings.has(ENTRIES)) {
      builder.entries(settings.integer(ENTRIES));
    }
    if (settings.has(KEY_BYTES)) {
      builder.averageKeyBytes(number(KEY_BYTES, settings.bytes(KEY_BYTES)));
    }
    if (settings.has(VALUE_BYTES)) {
      builder.averageValueBytes(number(VALUE_BYTES, settings.bytes(VALUE_BYTES)));
    }
    if (settings.has(GROWTH)) {
      builder.growth(number(GROWTH, settings.integer(GROWTH)));
    }
    LimitSettings.apply(settings, builder.capabilities());
    return builder;
  }

  private static int number(String setting, long number) {
    if (number != (int) number) {
      throw new Configuration("Setting '%s' is too large".formatted(setting));
    }
    return (int) number;
  }

  private static List<Setting> settingsWithLimits() {
    List<Setting> all = new ArrayList<>();
    all.add(Setting.required(PATH, Kind.PATH, "the directory of the store"));
    all.add(
        Setting.choice(
            DURABILITY,
            List.of("process", "power"),
            "what a commit survives: the death of the process, or also a power cut"));
    all.add(Setting.optional(READ_ONLY, Kind.BOOLEAN, "false", "whether to read only"));
    all.add(
        Setting.optional(
            ENTRIES,
            Kind.INTEGER,
            "how many entries the map is laid out for; unset: as it was made, at first 100000"));
    all.add(
        Setting.optional(
            KEY_BYTES,
            Kind.BYTES,
            "how long keys are on average, in bytes; unset: as it was made, at first 64"));
    all.add(
        Setting.optional(
            VALUE_BYTES,
            Kind.BYTES,
            "how long values are on average, in bytes; unset: as it was made, at first 1024"));
    all.add(
        Setting.optional(
            GROWTH,
            Kind.INTEGER,
            "how many times as much the map may grow to hold; unset: as it was made, at first 10"));
    all.addAll(LimitSettings.all());
    return List.copyOf(all);
  }
}

package io.holdall.storage.json;

import io.holdall.storage.json.disk.OsDisk;
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

/** Makes {@code type = json} known to profiles. */
public final class JsonBackendFactory implements BackendFactory {
  private static final String PATH = "path";
  private static final String DURABILITY = "durability";
  private static final String READ_ONLY = "read-only";
  private static final String SEGMENT_BYTES = "segment-bytes";
  private static final String GARBAGE_PERCENT = "garbage-percent";

  private static final List<Setting> SETTINGS = settingsWithLimits();

  /** For ServiceLoader. */
  public JsonBackendFactory() {}

  @Override
  public String type() {
    return JsonBackend.TYPE;
  }

  @Override
  public String description() {
    return "JSON lines in a directory, readable with tail and jq; one writing process";
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
    return Optional.of(new JsonMaintenance(new OsDisk()));
  }

  static JsonBackend.Builder builder(Settings settings) {
    JsonBackend.Builder builder =
        JsonBackend.builder(settings.path(PATH))
            .durability(settings.choice(DURABILITY, Durability.class))
            .readOnly(settings.flag(READ_ONLY))
            .segmentBytes(settings.bytes(SEGMENT_BYTES))
            .garbagePercent((int) settings.integer(GARBAGE_PERCENT));
    LimitSettings.apply(settings, builder.capabilities());
    return builder;
  }

  private static List<Setting> settingsWithLimits() {
    List<Setting> all = new ArrayList<>();
    all.add(Setting.required(PATH, Kind.PATH, "the directory of the store"));
    all.add(
        Setting.choice(
            DURABILITY,
            List.of("power", "process"),
            "what a commit survives: a power cut, or less"));
    all.add(Setting.optional(READ_ONLY, Kind.BOOLEAN, "false", "whether to read only"));
    all.add(
        Setting.optional(
            SEGMENT_BYTES,
            Kind.BYTES,
            JsonBackend.Builder.DEFAULT_SEGMENT_BYTES / (1 << 20) + "MiB",
            "how long a file of the log becomes, in bytes"));
    all.add(
        Setting.optional(
            GARBAGE_PERCENT,
            Kind.INTEGER,
            Integer.toString(JsonBackend.Builder.DEFAULT_GARBAGE_PERCENT),
            "what percentage of a file must be garbage for it to be rewritten"));
    all.addAll(LimitSettings.all());
    return List.copyOf(all);
  }
}

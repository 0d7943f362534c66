package io.holdall.storage.sqlite;

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

/** Makes {@code type = sqlite} known to profiles. */
public final class SqliteBackendFactory implements BackendFactory {
  private static final String READERS = "readers";
  private static final String BUSY_TIMEOUT = "busy-timeout";

  /** For ServiceLoader. */
  public SqliteBackendFactory() {}

  @Override
  public String type() {
    return SqliteBackend.TYPE;
  }

  @Override
  public String description() {
    return "one SQLite database file; several processes may write, SQL can query it";
  }

  @Override
  public List<Setting> settings() {
    List<Setting> settings =
        new ArrayList<>(
            List.of(
                Setting.required("path", Kind.PATH, "the database file"),
                Setting.choice(
                    "durability",
                    List.of("power", "process"),
                    "what a commit survives: a power cut, or only the death of the process"),
                Setting.optional("read-only", Kind.BOOLEAN, "false", "refuse every write"),
                Setting.optional(READERS, Kind.INTEGER, "8", "how many reads run at once"),
                Setting.optional(
                    BUSY_TIMEOUT,
                    Kind.DURATION,
                    "10s",
                    "how long to wait while other processes hold the database")));
    settings.addAll(LimitSettings.all());
    return List.copyOf(settings);
  }

  @Override
  public StorageBackend open(Settings settings) {
    return builder(settings).open();
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.of(new SqliteMaintenance());
  }

  static SqliteBackend.Builder builder(Settings settings) {
    long readers = settings.integer(READERS);
    return SqliteBackend.builder(settings.path("path"))
        .durability(settings.choice("durability", Durability.class))
        .readOnly(settings.flag("read-only"))
        .readers((int) Math.min(readers, 1024))
        .busyTimeout(settings.duration(BUSY_TIMEOUT))
        .limits(capabilities -> LimitSettings.apply(settings, capabilities));
  }
}

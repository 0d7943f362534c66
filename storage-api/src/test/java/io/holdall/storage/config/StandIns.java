package io.holdall.storage.config;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backends with the types and settings of real ones, over memory. */
final class StandIns {
  private StandIns() {}

  /** Stands in for storage-json. */
  public static final class Json extends StandIn {
    /** For ServiceLoader. */
    public Json() {
      super("json", List.of(Setting.optional("segment-bytes", Kind.BYTES, "64MiB", "of a file")));
    }
  }

  /** Stands in for storage-chronicle. */
  public static final class Chronicle extends StandIn {
    /** For ServiceLoader. */
    public Chronicle() {
      super("chronicle", List.of(Setting.optional("entries", Kind.INTEGER, "of the map")));
    }
  }

  /** Stands in for storage-sqlite. */
  public static final class Sqlite extends StandIn {
    /** For ServiceLoader. */
    public Sqlite() {
      super(
          "sqlite", List.of(Setting.optional("password", Kind.TEXT, "opens the file").asSecret()));
    }
  }

  /** Stands in for storage-s3: there is no path, and a bucket must be given. */
  public static final class S3 extends StandIn {
    /** For ServiceLoader. */
    public S3() {
      super(
          "s3",
          Setting.required("bucket", Kind.TEXT, "the bucket"),
          List.of(Setting.optional("secret-key", Kind.TEXT, "the secret").asSecret()));
    }
  }

  /** A second backend of a type that is taken. */
  public static final class OtherJson extends StandIn {
    /** For ServiceLoader. */
    public OtherJson() {
      super("json", List.of());
    }
  }

  /** Its type is a word that means something else in the names of environment variables. */
  public static final class ReservedType extends StandIn {
    /** For ServiceLoader. */
    public ReservedType() {
      super("storage", List.of());
    }
  }

  /** One of its settings could not be written in a profile. */
  public static final class OddSetting extends StandIn {
    /** For ServiceLoader. */
    public OddSetting() {
      super("odd", List.of(Setting.optional("Odd Name", Kind.TEXT, "x")));
    }
  }

  /** Fails when it is made. */
  public static final class Failing extends StandIn {
    /** For ServiceLoader. */
    public Failing() {
      super("failing", List.of());
      throw new IllegalStateException("no native library");
    }
  }

  abstract static class StandIn implements BackendFactory {
    private final String type;
    private final List<Setting> settings;

    StandIn(String type, List<Setting> own) {
      this(type, Setting.required("path", Kind.PATH, "where the data is"), own);
    }

    StandIn(String type, Setting place, List<Setting> own) {
      this.type = type;
      settings = new ArrayList<>();
      settings.add(place);
      settings.add(Setting.choice("durability", List.of("power", "process"), "what it survives"));
      settings.add(Setting.optional("read-only", Kind.BOOLEAN, "false", "refuse writes"));
      settings.addAll(own);
      settings.addAll(LimitSettings.all());
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public String description() {
      return "stands in for " + type;
    }

    @Override
    public List<Setting> settings() {
      return settings;
    }

    @Override
    public StorageBackend open(Settings given) {
      if (given.has("path") && given.path("path").endsWith("locked")) {
        throw new StorageException.Unavailable("Another process holds the store")
            .with("reason", "locked");
      }
      return new MemoryBackend(
          LimitSettings.apply(given, MemoryBackend.defaultCapabilities())
              .readOnly(given.flag("read-only"))
              .build());
    }

    @Override
    public Optional<StoreMaintenance> maintenance() {
      return Optional.of(
          new StoreMaintenance() {
            @Override
            public Verification verify(Settings given, ProgressListener progress) {
              return new Verification(0, List.of());
            }

            @Override
            public Repair repair(Settings given, boolean dryRun, ProgressListener progress) {
              return new Repair(0, List.of(), "");
            }
          });
    }
  }
}

package io.holdall.storage.config;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decorators with settings and sections that only tell, as an extension, that they are there. */
final class StandInDecorators {
  private StandInDecorators() {}

  /** What stands around a store: the extension of a store that these decorate. */
  interface Around {
    /** Innermost first. */
    List<String> decorators();
  }

  /** Stands in for caching. */
  public static final class Cache implements DecoratorFactory {
    /** For ServiceLoader. */
    public Cache() {}

    @Override
    public String type() {
      return "cache";
    }

    @Override
    public String description() {
      return "stands in for caching";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.optional("bytes", Kind.BYTES, "1MiB", "how much"),
          Setting.optional("password", Kind.TEXT, "of the second tier").asSecret());
    }

    @Override
    public List<String> sections() {
      return List.of("tier", "names");
    }

    @Override
    public Decorator create(Settings settings, Context context) {
      String names =
          context.section("names").map(c -> c.getStringList("names").toString()).orElse("");
      Optional<Stack> tier = context.stack("tier");
      return new Named(
          "cache",
          Set.of(Decorator.Trait.REMEMBERS),
          "cache of %d %s%s"
              .formatted(
                  settings.bytes("bytes"),
                  names,
                  tier.map(t -> " over " + t.open().capabilities().maxValueBytes()).orElse("")));
    }
  }

  /** Stands in for access control. */
  public static final class Judge implements DecoratorFactory {
    /** For ServiceLoader. */
    public Judge() {}

    @Override
    public String type() {
      return "judge";
    }

    @Override
    public String description() {
      return "stands in for access control";
    }

    @Override
    public List<Setting> settings() {
      return List.of(Setting.optional("mood", Kind.TEXT, "mild", "how it judges"));
    }

    @Override
    public List<String> sections() {
      return List.of();
    }

    @Override
    public Decorator create(Settings settings, Context context) {
      if (settings.text("mood").equals("bad")) {
        throw new Configuration("A judge is never in a bad mood").with("setting", "mood");
      }
      return new Named("judge", Set.of(Decorator.Trait.JUDGES), "judge");
    }
  }

  /** Stands in for storage-encryption, so that its examples can be read. */
  public static final class Encryption extends StandIn {
    /** For ServiceLoader. */
    public Encryption() {
      super(
          "encryption",
          List.of(
              Setting.optional("keyset", Kind.TEXT, "the keys themselves").asSecret(),
              Setting.optional("keyset-file", Kind.PATH, "the keys"),
              Setting.optional("keyset-variable", Kind.TEXT, "where the keys are"),
              Setting.optional("encrypt-keys", Kind.TEXT, "none", "which names")));
    }
  }

  /** Stands in for storage-compression. */
  public static final class Compression extends StandIn {
    /** For ServiceLoader. */
    public Compression() {
      super("compression", List.of());
    }
  }

  abstract static class StandIn implements DecoratorFactory {
    private final String type;
    private final List<Setting> settings;

    StandIn(String type, List<Setting> settings) {
      this.type = type;
      this.settings = settings;
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
    public List<String> sections() {
      return List.of();
    }

    @Override
    public Decorator create(Settings given, Context context) {
      return new Named(type, Set.of(), type);
    }
  }

  private record Named(String name, Set<Trait> traits, String shown) implements Decorator {
    @Override
    public StorageBackend decorate(StorageBackend delegate) {
      return new Shown(delegate, shown);
    }
  }

  private record Shown(StorageBackend delegate, String shown) implements StorageBackend {
    @Override
    public <T> Optional<T> extension(Class<T> type) {
      if (type != Around.class) {
        return delegate.extension(type);
      }
      List<String> all = new ArrayList<>();
      delegate.extension(Around.class).ifPresent(inner -> all.addAll(inner.decorators()));
      all.add(shown);
      Around around = () -> all;
      return Optional.of(type.cast(around));
    }

    @Override
    public Capabilities capabilities() {
      return delegate.capabilities();
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      return delegate.get(keys);
    }

    @Override
    public Page scan(Scan scan) {
      return delegate.scan(scan);
    }

    @Override
    public CommitResult commit(WriteBatch batch) {
      return delegate.commit(batch);
    }

    @Override
    public Snapshot snapshot() {
      return delegate.snapshot();
    }

    @Override
    public StorageStats stats() {
      return delegate.stats();
    }

    @Override
    public void close() {
      delegate.close();
    }
  }
}

package io.holdall.storage.decorator.namespace;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = namespace} known to profiles. */
public final class NamespaceFactory implements DecoratorFactory {
  private static final String PREFIX = "prefix";

  /** For ServiceLoader. */
  public NamespaceFactory() {}

  @Override
  public String type() {
    return Namespace.TYPE;
  }

  @Override
  public String description() {
    return "puts a prefix before every key, so that a part of a store looks like a whole one";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required(
            PREFIX, Kind.TEXT, "the key under which everything lies, as encoded: tenants/a"));
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    try {
      return Namespace.under(Key.parse(settings.text(PREFIX)));
    } catch (InvalidArgument e) {
      throw new Configuration("Setting 'prefix' of a namespace is not a key one may write under", e)
          .with("setting", PREFIX);
    }
  }
}

package io.holdall.storage.decorator.readonly;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = read-only} known to profiles. */
public final class ReadOnlyFactory implements DecoratorFactory {
  /** For ServiceLoader. */
  public ReadOnlyFactory() {}

  @Override
  public String type() {
    return ReadOnly.TYPE;
  }

  @Override
  public String description() {
    return "refuses every write";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    return ReadOnly.decorator();
  }
}

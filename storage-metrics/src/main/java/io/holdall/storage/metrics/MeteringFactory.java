package io.holdall.storage.metrics;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = metrics} known to profiles; it tells Micrometer's global registry. */
public final class MeteringFactory implements DecoratorFactory {
  private static final String NAME = "name";
  private static final String COLLECTIONS = "max-collections";

  /** For ServiceLoader. */
  public MeteringFactory() {}

  @Override
  public String type() {
    return Metering.TYPE;
  }

  @Override
  public String description() {
    return "measures calls with Micrometer, in its global registry";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(NAME, Kind.TEXT, Metering.DEFAULT_NAME, "the store in db.namespace"),
        Setting.optional(
            COLLECTIONS,
            Kind.INTEGER,
            Integer.toString(Metering.DEFAULT_COLLECTIONS),
            "how many collections have a name in metrics at most"));
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    int most = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, settings.integer(COLLECTIONS)));
    return Metering.toGlobalRegistry().named(settings.text(NAME)).collections(most);
  }
}

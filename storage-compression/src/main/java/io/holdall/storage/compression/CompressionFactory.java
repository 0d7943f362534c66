package io.holdall.storage.compression;

import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.util.List;

/** Makes {@code type = compression} known to profiles. */
public final class CompressionFactory implements DecoratorFactory {
  private static final String LEVEL = "level";
  private static final String LEAST = "min-bytes";

  /** For ServiceLoader. */
  public CompressionFactory() {}

  @Override
  public String type() {
    return Compression.TYPE;
  }

  @Override
  public String description() {
    return "makes values smaller with Zstandard";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.optional(
            LEVEL,
            Kind.INTEGER,
            Integer.toString(Compression.DEFAULT_LEVEL),
            "of Zstandard: 1 is fast, 19 small"),
        Setting.optional(
            LEAST,
            Kind.BYTES,
            Integer.toString(Compression.DEFAULT_LEAST_BYTES),
            "values of fewer bytes are left as they are"));
  }

  @Override
  public List<String> sections() {
    return List.of();
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    int level =
        (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, settings.integer(LEVEL)));
    int least = (int) Math.min(Integer.MAX_VALUE, settings.bytes(LEAST));
    return Compression.ofLevel(level).fromBytes(least);
  }
}

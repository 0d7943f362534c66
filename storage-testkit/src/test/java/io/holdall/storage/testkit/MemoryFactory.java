package io.holdall.storage.testkit;

import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Opens memory backends that claim less than they can, or do less than they claim. */
final class MemoryFactory implements BackendFactory {
  private final UnaryOperator<Capabilities.Builder> claims;
  private final Function<Capabilities, StorageBackend> maker;

  MemoryFactory(UnaryOperator<Capabilities.Builder> claims) {
    this(claims, MemoryBackend::new);
  }

  MemoryFactory(
      UnaryOperator<Capabilities.Builder> claims, Function<Capabilities, StorageBackend> maker) {
    this.claims = claims;
    this.maker = maker;
  }

  @Override
  public String type() {
    return MemoryBackend.TYPE;
  }

  @Override
  public String description() {
    return "a memory backend that claims less";
  }

  @Override
  public List<Setting> settings() {
    return LimitSettings.all();
  }

  @Override
  public StorageBackend open(Settings settings) {
    Capabilities.Builder limited =
        LimitSettings.apply(settings, MemoryBackend.defaultCapabilities());
    return maker.apply(claims.apply(limited).build());
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.empty();
  }
}

package io.holdall.storage.memory;

import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.LimitSettings;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StoreMaintenance;
import java.util.List;
import java.util.Optional;

/** Makes {@code type = memory} known to profiles. */
public final class MemoryBackendFactory implements BackendFactory {
  /** For ServiceLoader. */
  public MemoryBackendFactory() {}

  @Override
  public String type() {
    return MemoryBackend.TYPE;
  }

  @Override
  public String description() {
    return "on the heap, gone when closed; for tests and trying out";
  }

  @Override
  public List<Setting> settings() {
    return LimitSettings.all();
  }

  @Override
  public StorageBackend open(Settings settings) {
    return new MemoryBackend(
        LimitSettings.apply(settings, MemoryBackend.defaultCapabilities()).build());
  }

  @Override
  public Optional<StoreMaintenance> maintenance() {
    return Optional.empty();
  }
}

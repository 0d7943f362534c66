package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/** Opens stores by the type of their backend, in this process and in others. */
final class Stores {
  private Stores() {}

  static Storage open(String type, Path path) {
    for (BackendFactory factory : ServiceLoader.load(BackendFactory.class)) {
      if (factory.type().equals(type)) {
        Map<String, String> settings = Map.of("path", path.toString());
        return Storage.of(
            factory.open(Settings.of("backend " + type, factory.settings(), settings)));
      }
    }
    throw new IllegalArgumentException("There is no backend " + type);
  }
}

package io.holdall.storage.config;

import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.DecoratorFactory;
import java.nio.file.Path;

/**
 * What a profile needs to know of where it is used.
 *
 * @param workingDirectory what relative paths are relative to
 */
record Surroundings(
    PluginTypes<BackendFactory> backends,
    PluginTypes<DecoratorFactory> decorators,
    Environment environment,
    Path workingDirectory) {
  /** These, with relative paths relative to another directory. */
  Surroundings in(Path directory) {
    return new Surroundings(backends, decorators, environment, directory);
  }
}

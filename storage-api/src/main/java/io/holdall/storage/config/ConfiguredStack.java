package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.StackOrder;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A backend with decorators around it, checked and not opened. Immutable. */
final class ConfiguredStack implements DecoratorFactory.Stack {
  private final ConfiguredPlugin<BackendFactory> backend;
  private final List<ConfiguredLayer> layers;
  private final StackDefinition definition;
  private final Surroundings surroundings;

  private ConfiguredStack(
      ConfiguredPlugin<BackendFactory> backend,
      List<ConfiguredLayer> layers,
      StackDefinition definition,
      Surroundings surroundings) {
    this.backend = backend;
    this.layers = layers;
    this.definition = definition;
    this.surroundings = surroundings;
  }

  /**
   * Checks a definition.
   *
   * @throws Configuration if a type is not there, a setting is wrong, or the order of the
   *     decorators makes no sense
   */
  static ConfiguredStack of(StackDefinition definition, Surroundings surroundings) {
    return of(definition, surroundings, surroundings.environment());
  }

  /**
   * Checks the stack inside a decorator. The environment's settings for backends are for the store
   * itself: {@code HOLDALL_DB_PATH} must not lead a cache's second tier to the same file.
   *
   * @throws Configuration as {@link #of(StackDefinition, Surroundings)} does
   */
  static ConfiguredStack inner(StackDefinition definition, Surroundings surroundings) {
    return of(definition, surroundings, Environment.empty());
  }

  private static ConfiguredStack of(
      StackDefinition definition, Surroundings surroundings, Environment forBackend) {
    PluginDefinition storage = definition.storage();
    BackendFactory factory;
    try {
      factory = surroundings.backends().factory(storage.type().text());
    } catch (Configuration e) {
      throw storage.type().origin().addTo(e);
    }
    ConfiguredPlugin<BackendFactory> backend =
        ConfiguredPlugin.of(
            storage, factory, "storage", List.of(), forBackend, surroundings.workingDirectory());
    List<ConfiguredLayer> layers = new ArrayList<>();
    for (PluginDefinition decorator : definition.decorators()) {
      layers.add(ConfiguredLayer.of(decorator, surroundings));
      try {
        StackOrder.check(decorators(layers));
      } catch (Configuration e) {
        throw decorator.type().origin().addTo(e);
      }
    }
    return new ConfiguredStack(backend, List.copyOf(layers), definition, surroundings);
  }

  private static List<Decorator> decorators(List<ConfiguredLayer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.decorator().stream())
        .map(ConfiguredDecorator::decorator)
        .toList();
  }

  ConfiguredPlugin<BackendFactory> backend() {
    return backend;
  }

  @Override
  public List<Decorator> decorators() {
    return decorators(layers);
  }

  @Override
  public ConfiguredStack under(Path directory) {
    return inner(definition, surroundings.in(directory));
  }

  @Override
  public StorageBackend open() {
    StorageBackend stack = backend.factory().open(backend.settings());
    try {
      for (Decorator decorator : decorators()) {
        stack = decorator.decorate(stack);
      }
      return stack;
    } catch (RuntimeException | Error e) {
      closeAfter(e, stack);
      throw e;
    }
  }

  private static void closeAfter(Throwable reason, StorageBackend stack) {
    try {
      stack.close();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  List<EffectiveSetting> explain(String prefix) {
    List<EffectiveSetting> effective = new ArrayList<>(backend.explain(prefix + "storage."));
    for (int i = 0; i < layers.size(); i++) {
      effective.addAll(
          layers.get(i).explain(prefix + "decorators." + i + ".", surroundings.workingDirectory()));
    }
    return effective;
  }
}

package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.StackOrder;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.List;

/** A backend with decorators around it, checked and not opened. Immutable. */
final class ConfiguredStack implements DecoratorFactory.Stack {
  private final ConfiguredPlugin<BackendFactory> backend;
  private final List<ConfiguredDecorator> decorators;
  private final Surroundings surroundings;

  private ConfiguredStack(
      ConfiguredPlugin<BackendFactory> backend,
      List<ConfiguredDecorator> decorators,
      Surroundings surroundings) {
    this.backend = backend;
    this.decorators = decorators;
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
    List<ConfiguredDecorator> decorators = new ArrayList<>();
    for (PluginDefinition decorator : definition.decorators()) {
      decorators.add(ConfiguredDecorator.of(decorator, surroundings));
      try {
        StackOrder.check(decorators.stream().map(ConfiguredDecorator::decorator).toList());
      } catch (Configuration e) {
        throw decorators.get(decorators.size() - 1).origin().addTo(e);
      }
    }
    return new ConfiguredStack(backend, List.copyOf(decorators), surroundings);
  }

  ConfiguredPlugin<BackendFactory> backend() {
    return backend;
  }

  @Override
  public List<Decorator> decorators() {
    return decorators.stream().map(ConfiguredDecorator::decorator).toList();
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
    for (int i = 0; i < decorators.size(); i++) {
      effective.addAll(
          decorators
              .get(i)
              .explain(prefix + "decorators." + i + ".", surroundings.workingDirectory()));
    }
    return effective;
  }
}

package io.holdall.storage.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A decorator of a profile, made but put around nothing. */
final class ConfiguredDecorator {
  private final ConfiguredPlugin<DecoratorFactory> plugin;
  private final Decorator decorator;
  private final Map<String, ConfiguredStack> stacks = new LinkedHashMap<>();

  private ConfiguredDecorator(
      ConfiguredPlugin<DecoratorFactory> plugin, Surroundings surroundings) {
    this.plugin = plugin;
    try {
      decorator = plugin.factory().create(plugin.settings(), new Sections(surroundings));
    } catch (ConfigException e) {
      throw ConfigFiles.refused(e, surroundings.workingDirectory());
    } catch (Configuration e) {
      plugin.locate(e);
      throw e.with("decorator", plugin.factory().type());
    }
  }

  /**
   * Checks a definition and makes the decorator.
   *
   * @throws Configuration if the type is not there, or a setting or section is wrong
   */
  static ConfiguredDecorator of(PluginDefinition definition, Surroundings surroundings) {
    DecoratorFactory factory;
    try {
      factory = surroundings.decorators().factory(definition.type().text());
    } catch (Configuration e) {
      throw definition.type().origin().addTo(e);
    }
    return new ConfiguredDecorator(check(definition, factory, surroundings), surroundings);
  }

  /**
   * Checks the settings of a definition and makes nothing.
   *
   * @throws Configuration if one is wrong
   */
  static ConfiguredPlugin<DecoratorFactory> check(
      PluginDefinition definition, DecoratorFactory factory, Surroundings surroundings) {
    return ConfiguredPlugin.of(
        definition,
        factory,
        "decorator",
        factory.sections(),
        surroundings.environment(),
        surroundings.workingDirectory());
  }

  Decorator decorator() {
    return decorator;
  }

  /** Its type and settings; of a section what is in it if it is a stack, else where it is. */
  List<EffectiveSetting> explain(String prefix, Path workingDirectory) {
    List<EffectiveSetting> effective = new ArrayList<>(plugin.explain(prefix));
    plugin
        .definition()
        .sections()
        .forEach(
            (name, value) -> {
              ConfiguredStack stack = stacks.get(name);
              if (stack == null) {
                Origin origin = Origin.of(value.origin(), workingDirectory);
                String shown = value instanceof ConfigObject ? "{ … }" : "[ … ]";
                effective.add(new EffectiveSetting(prefix + name, shown, origin, false));
              } else {
                effective.addAll(stack.explain(prefix + name + "."));
              }
            });
    return effective;
  }

  private final class Sections implements DecoratorFactory.Context {
    private final Surroundings surroundings;

    private Sections(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Optional<Config> section(String name) {
      return Optional.ofNullable(plugin.definition().sections().get(name))
          .map(value -> value.atKey(name));
    }

    @Override
    public Optional<DecoratorFactory.Stack> stack(String section) {
      ConfigValue value = plugin.definition().sections().get(section);
      if (value == null) {
        return Optional.empty();
      }
      DefinitionReader reader = new DefinitionReader(surroundings.workingDirectory());
      boolean hasPlace = plugin.settings().has(DecoratorFactory.DIRECTORY);
      ConfiguredStack stack =
          ConfiguredStack.inner(
              reader.section(section, value),
              hasPlace ? surroundings.in(Path.of("")) : surroundings);
      stacks.put(section, stack);
      return Optional.of(stack);
    }

    @Override
    public Path workingDirectory() {
      return surroundings.workingDirectory();
    }
  }
}

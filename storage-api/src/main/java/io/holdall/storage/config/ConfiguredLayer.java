package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.DecoratorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decorator as it is written, in use or left out.
 *
 * @param decorator empty if it is left out
 */
record ConfiguredLayer(
    PluginDefinition definition, Presence presence, Optional<ConfiguredDecorator> decorator) {
  /**
   * Checks a definition, and makes the decorator if it is in use. The jar of one that is left out
   * need not be there.
   *
   * @throws Configuration if the type is not there, or a setting or section is wrong
   */
  static ConfiguredLayer of(PluginDefinition definition, Surroundings surroundings) {
    Presence presence = Presence.of(definition, surroundings.environment());
    presence.requireNothingInVain(definition, surroundings.environment());
    Optional<DecoratorFactory> factory = surroundings.decorators().find(definition.type().text());
    factory.ifPresent(known -> Presence.requireKnown(definition, known));
    if (presence.inUse()) {
      Optional<ConfiguredDecorator> decorator =
          Optional.of(ConfiguredDecorator.of(definition, surroundings));
      return new ConfiguredLayer(definition, presence, decorator);
    }
    factory.ifPresent(known -> ConfiguredDecorator.check(definition, known, surroundings));
    return new ConfiguredLayer(definition, presence, Optional.empty());
  }

  /** Its type and settings, and whether it is in use if that depends. */
  List<EffectiveSetting> explain(String prefix, Path workingDirectory) {
    List<EffectiveSetting> effective = new ArrayList<>();
    if (decorator.isPresent()) {
      effective.addAll(decorator.get().explain(prefix, workingDirectory));
    } else {
      Text type = definition.type();
      effective.add(new EffectiveSetting(prefix + "type", type.text(), type.origin(), false));
    }
    if (!definition.ifGiven().isEmpty()) {
      String inUse = (presence.inUse() ? "yes, " : "no, ") + presence.reason();
      effective.add(1, new EffectiveSetting(prefix + "in-use", inUse, presence.origin(), false));
    }
    return effective;
  }
}

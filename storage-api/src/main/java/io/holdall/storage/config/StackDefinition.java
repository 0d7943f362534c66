package io.holdall.storage.config;

import io.holdall.storage.config.PluginDefinition.Text;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backend with decorators around it, as the files define them.
 *
 * @param decorators innermost first
 */
record StackDefinition(PluginDefinition storage, List<PluginDefinition> decorators) {
  StackDefinition {
    decorators = List.copyOf(decorators);
  }

  /**
   * This stack without the settings of the storage that it has inherited together with another
   * type: the path of a directory is none for a database. Inherited is what stands in the same
   * place as the same setting of an ancestor.
   */
  StackDefinition withoutSettingsOfOtherTypes(List<StackDefinition> ancestors) {
    SortedMap<String, Text> own = new TreeMap<>(storage.settings());
    for (StackDefinition ancestor : ancestors) {
      PluginDefinition other = ancestor.storage;
      if (!other.type().text().equals(storage.type().text())) {
        own.entrySet().removeIf(e -> e.getValue().equals(other.settings().get(e.getKey())));
      }
    }
    return with(storage.withSettings(own));
  }

  /** This stack on a backend of another type, and so without settings of its own. */
  StackDefinition withType(Text type) {
    boolean same = type.text().equals(storage.type().text());
    return with(PluginDefinition.of(type, same ? storage.settings() : new TreeMap<>()));
  }

  /** This stack with one setting of the storage changed. */
  StackDefinition withSetting(String name, Text text) {
    SortedMap<String, Text> changed = new TreeMap<>(storage.settings());
    changed.put(name, text);
    return with(storage.withSettings(changed));
  }

  private StackDefinition with(PluginDefinition other) {
    return new StackDefinition(other, decorators);
  }
}

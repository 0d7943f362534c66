package io.holdall.storage.config;

import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backend or decorator as the files define it: texts with their origins.
 *
 * @param type its type
 * @param settings the texts of its settings, by name
 * @param sections what is an object or a list, by name; only decorators have such
 */
record PluginDefinition(
    Text type, SortedMap<String, Text> settings, SortedMap<String, ConfigValue> sections) {
  /** A text and where it came from. */
  record Text(String text, Origin origin) {}

  PluginDefinition {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
  }

  /** The same with other settings. */
  PluginDefinition withSettings(SortedMap<String, Text> other) {
    return new PluginDefinition(type, other, sections);
  }
}

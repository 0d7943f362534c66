package io.holdall.storage.config;

import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backend or decorator as the files define it: texts with their origins.
 *
 * @param type its type
 * @param settings the texts of its settings, by name
 * @param sections what is an object or a list, by name; only decorators have such
 * @param ifGiven settings of which one must be given for it to be in use; empty if it always is
 */
record PluginDefinition(
    Text type,
    SortedMap<String, Text> settings,
    SortedMap<String, ConfigValue> sections,
    List<Text> ifGiven) {
  /** A text and where it came from. */
  record Text(String text, Origin origin) {}

  PluginDefinition {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
    ifGiven = List.copyOf(ifGiven);
  }

  /** One of a type alone, with the settings that are written for it. */
  static PluginDefinition of(Text type, SortedMap<String, Text> settings) {
    return new PluginDefinition(type, settings, new TreeMap<>(), List.of());
  }

  /** The same with other settings. */
  PluginDefinition withSettings(SortedMap<String, Text> other) {
    return new PluginDefinition(type, other, sections, ifGiven);
  }
}

package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.Plugin;
import io.holdall.storage.spi.Setting;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a decorator is in use, and why: one with {@code if-given = [keyset, keyset-file]} is if
 * one of these settings is given, in the file or by the environment.
 *
 * @param reason what is or is not given, for people; empty text if it is always in use
 * @param origin where the setting that decides is given, or where {@code if-given} is written
 */
record Presence(boolean inUse, String reason, Origin origin) {
  static Presence of(PluginDefinition definition, Environment environment) {
    if (definition.ifGiven().isEmpty()) {
      return new Presence(true, "", definition.type().origin());
    }
    SortedMap<String, Text> given = new TreeMap<>(definition.settings());
    given.putAll(environment.settingsOf(definition.type().text()));
    for (Text name : definition.ifGiven()) {
      Text text = given.get(name.text());
      if (text != null) {
        return new Presence(true, name.text() + " is given", text.origin());
      }
    }
    List<Text> names = definition.ifGiven();
    String all = names.stream().map(Text::text).collect(Collectors.joining(", "));
    String none = names.size() == 1 ? all + " is not given" : "none of " + all + " is given";
    return new Presence(false, none, names.get(0).origin());
  }

  /**
   * Refuses what is meant for a decorator that is left out: who sets which names are encrypted, and
   * no key, believes that something is encrypted.
   *
   * @throws Configuration naming the variable
   */
  void requireNothingInVain(PluginDefinition definition, Environment environment) {
    if (inUse) {
      return;
    }
    SortedMap<String, Text> vain = environment.settingsOf(definition.type().text());
    vain.forEach(
        (setting, text) -> {
          throw text.origin()
              .addTo(
                  new Configuration(
                          "Decorator '%s' is left out as %s, so its setting '%s' would do nothing"
                              .formatted(definition.type().text(), reason, setting))
                      .with("setting", setting));
        });
  }

  /**
   * Refuses names that no setting has.
   *
   * @throws Configuration with the place where it is written
   */
  static void requireKnown(PluginDefinition definition, Plugin factory) {
    List<String> settings = factory.settings().stream().map(Setting::name).toList();
    for (Text name : definition.ifGiven()) {
      if (!settings.contains(name.text())) {
        throw name.origin()
            .addTo(
                new Configuration(
                    "'if-given' names '%s', which is no setting of decorator %s; there are %s"
                        .formatted(name.text(), factory.type(), String.join(", ", settings))));
      }
    }
  }
}

package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Plugin;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backend or decorator that is fit to be made: its jar is there, every setting is known and makes
 * sense.
 *
 * @param definition with what the environment put over it
 * @param settings complete, checked, paths absolute
 */
record ConfiguredPlugin<F extends Plugin>(
    PluginDefinition definition, F factory, Settings settings) {

  /**
   * Checks a definition, with the environment's settings for its type put over its own.
   *
   * @param kind what it is, for messages: storage or decorator
   * @param sections the names of the sections that are known
   * @param environment what wins over the definition
   * @throws Configuration if the type is not there or a setting is wrong
   */
  static <F extends Plugin> ConfiguredPlugin<F> of(
      PluginDefinition definition,
      F factory,
      String kind,
      List<String> sections,
      Environment environment,
      Path workingDirectory) {
    String type = definition.type().text();
    SortedMap<String, Text> given = new TreeMap<>(definition.settings());
    for (Setting setting : factory.settings()) {
      environment
          .setting(factory, setting)
          .ifPresent(text -> given.merge(setting.name(), text, ConfiguredPlugin::stronger));
    }
    PluginDefinition effective = definition.withSettings(given);
    String owner = "%s of type %s".formatted(kind, type);
    requireKnown(effective, factory, owner, sections, workingDirectory);
    try {
      Map<String, String> texts = texts(effective, factory, workingDirectory);
      requireComplete(texts, factory, owner);
      return new ConfiguredPlugin<>(
          effective, factory, Settings.of(owner, factory.settings(), texts));
    } catch (Configuration e) {
      locate(e, effective, factory);
      throw e;
    }
  }

  /** The environment wins over files, the program over the environment. */
  private static Text stronger(Text written, Text fromEnvironment) {
    return written.origin().equals(Origin.PROGRAM) ? written : fromEnvironment;
  }

  private static void requireKnown(
      PluginDefinition definition,
      Plugin factory,
      String owner,
      List<String> sections,
      Path workingDirectory) {
    List<String> settings = factory.settings().stream().map(Setting::name).toList();
    definition
        .settings()
        .forEach(
            (name, text) -> {
              if (sections.contains(name)) {
                throw text.origin()
                    .addTo(
                        new Configuration(
                            "'%s' must be an object in braces or a list".formatted(name)));
              }
              if (!settings.contains(name)) {
                throw text.origin().addTo(unknown(name, owner, settings, sections));
              }
            });
    definition
        .sections()
        .forEach(
            (name, value) -> {
              if (!sections.contains(name)) {
                throw Origin.of(value.origin(), workingDirectory)
                    .addTo(
                        settings.contains(name)
                            ? new Configuration("'%s' must be a single value".formatted(name))
                            : unknown(name, owner, settings, sections));
              }
            });
  }

  /** Refuses a profile that lacks a setting, with the two ways to give it. */
  private static void requireComplete(Map<String, String> texts, Plugin factory, String owner) {
    for (Setting setting : factory.settings()) {
      if (setting.required() && !texts.containsKey(setting.name())) {
        String variable = commonVariable(factory, setting);
        throw new Configuration(
                "The %s needs the setting '%s', %s: write it in the profile, or set %s"
                    .formatted(owner, setting.name(), setting.description(), variable))
            .with("setting", setting.name())
            .with("variable", variable);
      }
    }
  }

  /** The variable that people know best: for paths the one that names no type. */
  private static String commonVariable(Plugin factory, Setting setting) {
    List<String> variables = Environment.variablesOf(factory, setting);
    return variables.get(variables.size() - 1);
  }

  private static Configuration unknown(
      String name, String owner, List<String> settings, List<String> sections) {
    List<String> keys = new ArrayList<>(List.of("type"));
    keys.addAll(settings);
    keys.addAll(sections);
    return new Configuration(
        "Unknown key '%s' in %s%s".formatted(name, owner, Nearest.hint(name, keys)));
  }

  /** Says of an error about a setting where that stands, or how a missing one can be given. */
  void locate(Configuration e) {
    locate(e, definition, factory);
  }

  private static void locate(Configuration e, PluginDefinition definition, Plugin factory) {
    String name = e.attribute("setting").orElse("");
    Text text = definition.settings().get(name);
    if (text != null) {
      text.origin().addTo(e);
      return;
    }
    for (Setting setting : factory.settings()) {
      if (setting.name().equals(name)) {
        e.with("variable", commonVariable(factory, setting));
      }
    }
  }

  /** The texts in effect; relative paths made absolute. */
  private static Map<String, String> texts(
      PluginDefinition definition, Plugin factory, Path workingDirectory) {
    Map<String, String> texts = new TreeMap<>();
    for (Setting setting : factory.settings()) {
      Text given = definition.settings().get(setting.name());
      if (given != null) {
        texts.put(setting.name(), absolute(setting, given.text(), workingDirectory));
      } else {
        setting
            .fallback()
            .ifPresent(t -> texts.put(setting.name(), absolute(setting, t, workingDirectory)));
      }
    }
    return texts;
  }

  private static String absolute(Setting setting, String text, Path workingDirectory) {
    if (setting.kind() != Kind.PATH || text.isEmpty()) {
      return text;
    }
    try {
      Path given = Path.of(text);
      return given.isAbsolute() ? text : under(workingDirectory, given).toString();
    } catch (InvalidPathException e) {
      return text; // the check of the setting refuses it, with the place where it stands
    }
  }

  /** Drops each "." but keeps "..", which after a symbolic link means something else. */
  private static Path under(Path directory, Path relative) {
    Path path = directory;
    for (Path name : relative) {
      path = name.toString().equals(".") ? path : path.resolve(name);
    }
    return path;
  }

  /** Type and settings with their origins, secrets masked. */
  List<EffectiveSetting> explain(String prefix) {
    List<EffectiveSetting> effective = new ArrayList<>();
    Text type = definition.type();
    effective.add(new EffectiveSetting(prefix + "type", type.text(), type.origin(), false));
    for (Setting setting : factory.settings()) {
      settings
          .optionalText(setting.name())
          .ifPresent(text -> effective.add(explain(prefix, setting, text)));
    }
    return effective;
  }

  private EffectiveSetting explain(String prefix, Setting setting, String text) {
    Text given = definition.settings().get(setting.name());
    return new EffectiveSetting(
        prefix + setting.name(),
        setting.secret() ? EffectiveSetting.MASK : text,
        given == null ? Origin.DEFAULT : given.origin(),
        setting.secret());
  }
}

package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Plugin;
import io.holdall.storage.spi.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment variables whose names begin with {@code HOLDALL_}: what they mean, and which of
 * them are not ours to judge. An empty variable counts as one that is not set.
 */
final class Environment {
  static final String PROFILE = "HOLDALL_PROFILE";
  static final String CONFIG = "HOLDALL_CONFIG";
  static final String STORAGE_TYPE = "HOLDALL_STORAGE_TYPE";

  private static final String PREFIX = "HOLDALL_";
  private static final String STORAGE_PATH = "HOLDALL_STORAGE_PATH";
  private static final String DB_PATH = "HOLDALL_DB_PATH";

  /** The launcher's, and no settings of a store. */
  private static final List<String> LAUNCHER = List.of("HOLDALL_HOME", "HOLDALL_JAVA_OPTS");

  private static final List<String> FIXED =
      List.of(CONFIG, DB_PATH, PROFILE, STORAGE_PATH, STORAGE_TYPE);

  /** Reserved for tests, for benchmarks, and for the application itself. */
  private static final List<String> FOREIGN_PREFIXES =
      List.of("HOLDALL_TEST_", "HOLDALL_BENCH_", "HOLDALL_APP_");

  /** Kubernetes gives every pod such variables for a service, here one whose name is holdall. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "HOLDALL_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

  private final SortedMap<String, String> variables = new TreeMap<>();

  /** An environment that changes nothing. */
  static Environment empty() {
    return new Environment(Map.of());
  }

  /** All variables; only those that begin with the prefix are looked at. */
  Environment(Map<String, String> all) {
    all.forEach(
        (name, text) -> {
          if (name.startsWith(PREFIX) && !text.isEmpty()) {
            variables.put(name, text);
          }
        });
  }

  Optional<Text> get(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(text -> new Text(text, Origin.variable(name)));
  }

  /**
   * Refuses a variable that means nothing, for it is most likely a mistyped one.
   *
   * @throws Configuration with the nearest known name
   */
  void requireKnown(PluginTypes<?> backends, PluginTypes<?> decorators) {
    for (String name : variables.keySet()) {
      if (!isForeign(name)
          && !FIXED.contains(name)
          && !isSetting(name, backends)
          && !isSetting(name, decorators)) {
        throw unknown(name, backends, decorators);
      }
    }
  }

  private static boolean isForeign(String name) {
    return LAUNCHER.contains(name)
        || FOREIGN_PREFIXES.stream().anyMatch(name::startsWith)
        || SERVICE_LINK.matcher(name).matches();
  }

  /** Whether the variable is a setting of a type; every one may be if the type's jar is missing. */
  private static boolean isSetting(String name, PluginTypes<?> types) {
    for (String type : types.knownTypes()) {
      if (name.startsWith(variable(type, ""))) {
        Optional<? extends Plugin> factory = types.find(type);
        if (factory.isEmpty()
            || factory.get().settings().stream()
                .anyMatch(setting -> name.equals(variable(type, setting.name())))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Configuration unknown(
      String name, PluginTypes<?> backends, PluginTypes<?> decorators) {
    List<String> known = new ArrayList<>(FIXED);
    List<String> types = new ArrayList<>(backends.knownTypes());
    types.addAll(decorators.knownTypes());
    for (PluginTypes<?> there : List.of(backends, decorators)) {
      for (Plugin plugin : there.all()) {
        plugin.settings().forEach(setting -> known.add(variable(plugin.type(), setting.name())));
      }
    }
    return new Configuration(
        "Unknown environment variable %s%s; known are %s, and HOLDALL_<TYPE>_<SETTING> of %s"
            .formatted(
                name,
                Nearest.to(name, known).map(near -> ", did you mean " + near + "?").orElse(""),
                String.join(", ", FIXED),
                String.join(", ", types)));
  }

  /** The variables that give this setting of this type, the one that wins first. */
  static List<String> variablesOf(Plugin plugin, Setting setting) {
    String own = variable(plugin.type(), setting.name());
    if (!setting.name().equals("path") || !(plugin instanceof BackendFactory)) {
      return List.of(own);
    }
    return List.of(own, plugin.type().equals("sqlite") ? DB_PATH : STORAGE_PATH);
  }

  /** What the environment gives for this setting. */
  Optional<Text> setting(Plugin plugin, Setting setting) {
    return variablesOf(plugin, setting).stream().flatMap(name -> get(name).stream()).findFirst();
  }

  /** What the environment gives for settings of a type, by the settings' names, known or not. */
  SortedMap<String, Text> settingsOf(String type) {
    SortedMap<String, Text> given = new TreeMap<>();
    String prefix = variable(type, "");
    for (String name : variables.keySet()) {
      if (name.startsWith(prefix)) {
        String setting = name.substring(prefix.length()).replace('_', '-').toLowerCase(Locale.ROOT);
        get(name).ifPresent(text -> given.put(setting, text));
      }
    }
    return given;
  }

  /** The variables that are set and could change a store, whichever. */
  List<String> overrides() {
    return variables.keySet().stream()
        .filter(name -> !isForeign(name) && !name.equals(CONFIG) && !name.equals(PROFILE))
        .toList();
  }

  private static String variable(String type, String setting) {
    return PREFIX + (type + "_" + setting).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}

package io.holdall.storage.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The built-in profiles and the user's file, merged but not resolved: every profile is resolved for
 * itself, with only the profiles it refers to, so that a broken one breaks no other.
 */
final class ConfigFiles {
  static final String FILE_NAME = "holdall.conf";

  private static final String ROOT = "holdall";
  private static final String SELECTED = "profile";
  private static final String PROFILES = "profiles";
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{\\??([^}]*)}");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  private static final ConfigResolveOptions STRICT = ConfigResolveOptions.noSystem();

  private final Config merged;
  private final Path workingDirectory;
  private final ConfigObject profiles;
  private final SortedSet<String> names;

  private ConfigFiles(Config merged, Path workingDirectory) {
    this.merged = merged;
    this.workingDirectory = workingDirectory;
    this.profiles =
        written(
            written(merged.root(), ROOT, ROOT, workingDirectory),
            PROFILES,
            "holdall.profiles",
            workingDirectory);
    this.names = Collections.unmodifiableSortedSet(new TreeSet<>(profiles.keySet()));
  }

  /** The built-in profiles alone. */
  static ConfigFiles builtIn(Path workingDirectory) {
    return new ConfigFiles(parseBuiltIn(), workingDirectory);
  }

  /**
   * Everything.
   *
   * @param given the file that was named, or null to look for one
   * @param variables what {@code ${…}} may refer to
   * @throws Configuration if the file cannot be read, is not HOCON, or has an unknown key outside
   *     the profiles
   */
  static ConfigFiles read(
      @Nullable Path given,
      Path workingDirectory,
      @Nullable ClassLoader loader,
      Map<String, String> variables) {
    try {
      Config user = parseUser(given, workingDirectory, loader);
      requireKnownKeys(user.root(), Set.of(ROOT), "the file", workingDirectory);
      if (user.root().containsKey(ROOT)) {
        ConfigObject holdall = written(user.root(), ROOT, ROOT, workingDirectory);
        requireKnownKeys(holdall, Set.of(SELECTED, PROFILES), "holdall", workingDirectory);
        requireName(holdall.get(SELECTED), workingDirectory);
      }
      return new ConfigFiles(
          user.withFallback(parseBuiltIn()).withFallback(environment(variables)), workingDirectory);
    } catch (ConfigException.NotResolved e) {
      throw new Configuration(
              "'holdall' and 'holdall.profiles' must be written out, not substituted as a whole", e)
          .with("file", given == null ? FILE_NAME : given);
    } catch (ConfigException e) {
      throw refused(e, workingDirectory);
    }
  }

  private static Config parseBuiltIn() {
    return ConfigFactory.parseResources(
        ConfigFiles.class,
        "built-in.conf",
        ConfigParseOptions.defaults()
            .setAllowMissing(false)
            .setOriginDescription(Origin.BUILT_IN_DESCRIPTION));
  }

  private static Config parseUser(
      @Nullable Path given, Path workingDirectory, @Nullable ClassLoader loader) {
    if (given != null) {
      Path file = workingDirectory.resolve(given);
      if (!Files.isRegularFile(file)) {
        throw new Configuration("There is no such configuration file").with("file", file);
      }
      return parseFile(file);
    }
    Path inDirectory = workingDirectory.resolve(FILE_NAME);
    if (Files.exists(inDirectory)) {
      return parseFile(inDirectory);
    }
    ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(true);
    return ConfigFactory.parseResources(
        loader == null ? ConfigFiles.class.getClassLoader() : loader, FILE_NAME, options);
  }

  private static Config parseFile(Path file) {
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static Config environment(Map<String, String> variables) {
    Map<String, Object> described = new LinkedHashMap<>();
    variables.forEach(
        (name, text) ->
            described.put(
                name, ConfigValueFactory.fromAnyRef(text, Origin.describeVariable(name))));
    described.remove(ROOT); // what stands in the files under this name is never a variable
    return ConfigValueFactory.fromMap(described, "environment").toConfig();
  }

  /** The names of all profiles, in alphabetical order. */
  SortedSet<String> names() {
    return names;
  }

  /** The profile that the files select. */
  ConfigValue selected() {
    try {
      return merged
          .withoutPath(path(ROOT, PROFILES))
          .resolve(STRICT)
          .getValue(path(ROOT, SELECTED));
    } catch (ConfigException e) {
      throw refused(e, workingDirectory);
    }
  }

  /**
   * The profile with everything substituted.
   *
   * @throws Configuration if a substitution refers to nothing
   */
  ConfigValue profile(String name) {
    try {
      Set<String> reachable = ancestors(name);
      reachable.add(name);
      Config needed = merged;
      for (String other : names) {
        if (!reachable.contains(other)) {
          needed = needed.withoutPath(path(ROOT, PROFILES, other));
        }
      }
      return needed.resolve(STRICT).getValue(path(ROOT, PROFILES, name));
    } catch (ConfigException e) {
      throw refused(e, workingDirectory);
    }
  }

  /** The profiles to which this one refers, those to which they refer, and so on. */
  Set<String> ancestors(String name) {
    Set<String> reachable = new HashSet<>();
    collectReachable(name, reachable);
    reachable.remove(name);
    return reachable;
  }

  /** HOCON does not tell what a value refers to, so this reads it from the value's text. */
  private void collectReachable(String name, Set<String> reachable) {
    ConfigValue value = profiles.get(name);
    if (value == null || !reachable.add(name)) {
      return;
    }
    Matcher matcher = SUBSTITUTION.matcher(value.render(ConfigRenderOptions.concise()));
    while (matcher.find()) {
      List<String> referred = ConfigUtil.splitPath(matcher.group(1));
      for (String other : names) {
        // Anywhere in the path: what is included deeper in the file has a longer one.
        if (Collections.indexOfSubList(referred, List.of(ROOT, PROFILES, other)) >= 0
            || referred.get(referred.size() - 1).equals(PROFILES)
            || referred.get(referred.size() - 1).equals(ROOT)) {
          collectReachable(other, reachable);
        }
      }
    }
  }

  private static ConfigObject written(
      ConfigObject parent, String key, String shown, Path workingDirectory) {
    ConfigValue value = parent.get(key);
    if (value instanceof ConfigObject object) {
      return object;
    }
    Configuration refused = new Configuration("'%s' must be an object in braces".formatted(shown));
    throw value == null ? refused : Origin.of(value.origin(), workingDirectory).addTo(refused);
  }

  /**
   * Refuses a profile written under {@code holdall.profile}, also when another one is selected and
   * nobody would ask for the name that should stand there.
   */
  private static void requireName(@Nullable ConfigValue selected, Path workingDirectory) {
    if (selected instanceof ConfigObject object) {
      String written = object.isEmpty() ? "" : "." + object.keySet().iterator().next();
      throw Origin.of(object.origin(), workingDirectory)
          .addTo(
              new Configuration(
                  "'holdall.profile' must be the name of a profile; did you mean"
                      + " 'holdall.profiles%s'?".formatted(written)));
    }
  }

  /**
   * Refuses a key that means nothing.
   *
   * @param owner what the keys belong to, for the message
   */
  static void requireKnownKeys(
      ConfigObject object, Collection<String> known, String owner, Path workingDirectory) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw Origin.of(entry.getValue().origin(), workingDirectory)
            .addTo(
                new Configuration(
                    "Unknown key '%s' in %s%s"
                        .formatted(entry.getKey(), owner, Nearest.hint(entry.getKey(), known))));
      }
    }
  }

  /** What HOCON refuses, in its words but for what it quotes from the file, and without itself. */
  static Configuration refused(ConfigException e, Path workingDirectory) {
    String reason = String.valueOf(e.getMessage());
    ConfigOrigin origin = e.origin();
    if (origin != null) {
      reason = reason.replaceFirst("^" + Pattern.quote(origin.description()) + "(: \\d+)?: ", "");
    }
    reason = reason.replaceFirst(" \\(if you intended .*", "");
    // A quoted character helps, a longer text might be a secret; for the same reason no cause.
    reason =
        QUOTED
            .matcher(reason)
            .replaceAll(
                quoted ->
                    quoted.group(1).length() > 1
                        ? "'…'"
                        : Matcher.quoteReplacement(quoted.group()));
    Configuration refused = new Configuration("The configuration cannot be read: " + reason);
    return origin == null ? refused : Origin.of(origin, workingDirectory).addTo(refused);
  }

  private static String path(String... elements) {
    return ConfigUtil.joinPath(elements);
  }
}

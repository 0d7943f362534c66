package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Setting;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backend types whose jars are on the class path. A provider that cannot be loaded is
 * remembered, for the message to whoever asks for its type, and does not hide the others.
 */
final class BackendTypes {
  /** What to add to the build for a type whose jar is not there. */
  private static final Map<String, String> ARTIFACTS =
      Map.of("json", "io.holdall:storage-json", "sqlite", "io.holdall:storage-sqlite");

  /** First words of environment variables that mean something else: see {@link Environment}. */
  private static final Set<String> RESERVED =
      Set.of("app", "bench", "config", "db", "home", "java", "profile", "storage", "test");

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*");
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** The lookup promises no end when a loader fails again and again, so there is one here. */
  private static final int MOST_FAILURES = 100;

  private final SortedMap<String, List<BackendFactory>> factories = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private BackendTypes() {}

  /** Looks with the given loader first, then with the one that loaded this class. */
  static BackendTypes discover(@Nullable ClassLoader loader) {
    BackendTypes types = new BackendTypes();
    Set<Class<?>> seen = new HashSet<>();
    types.load(ServiceLoader.load(BackendFactory.class, loader), seen);
    types.load(ServiceLoader.load(BackendFactory.class, BackendTypes.class.getClassLoader()), seen);
    return types;
  }

  private void load(ServiceLoader<BackendFactory> services, Set<Class<?>> seen) {
    Iterator<ServiceLoader.Provider<BackendFactory>> providers = services.stream().iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendFactory> provider = providers.next();
        if (seen.add(provider.type())) {
          add(provider.get());
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures++;
        addBroken(e.getCause() == null ? e.toString() : e.getMessage() + ": " + e.getCause());
      }
    }
  }

  private void add(BackendFactory factory) {
    String type = factory.type();
    if (!TYPE.matcher(type).matches() || RESERVED.contains(type)) {
      addBroken(describe(factory) + " has a type that cannot be used: " + type);
      return;
    }
    for (Setting setting : factory.settings()) {
      if (!SETTING.matcher(setting.name()).matches() || setting.name().equals("type")) {
        addBroken(describe(factory) + " has a setting that cannot be used: " + setting.name());
        return;
      }
    }
    factories.computeIfAbsent(type, any -> new ArrayList<>()).add(factory);
  }

  private void addBroken(String problem) {
    if (!broken.contains(problem)) { // both loaders usually meet the same provider
      broken.add(problem);
    }
  }

  /** The types there are. */
  SortedSet<String> types() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(factories.keySet()));
  }

  /** The types there are and those whose jars are known but missing. */
  SortedSet<String> knownTypes() {
    SortedSet<String> known = new TreeSet<>(factories.keySet());
    known.addAll(ARTIFACTS.keySet());
    return known;
  }

  /** Why providers could not be loaded. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** The factory, if there is exactly one. */
  Optional<BackendFactory> find(String type) {
    List<BackendFactory> found = factories.getOrDefault(type, List.of());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * The factory of the type.
   *
   * @throws Configuration if there is none, naming the artifact to add where it is known, or if
   *     there are several, naming their jars
   */
  BackendFactory factory(String type) {
    List<BackendFactory> found = factories.getOrDefault(type, List.of());
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new Configuration(
          "Several backends claim the type '%s', remove all but one: %s"
              .formatted(
                  type,
                  found.stream().map(BackendTypes::describe).collect(Collectors.joining(" and "))));
    }
    String artifact = ARTIFACTS.get(type);
    if (artifact != null) {
      throw new Configuration(
          "Type '%s' needs the artifact %s in the build; there are %s%s"
              .formatted(type, artifact, String.join(", ", types()), problems()));
    }
    throw new Configuration(
        "Unknown storage type '%s'%s%s"
            .formatted(type, Nearest.hint(type, knownTypes()), problems()));
  }

  private String problems() {
    return broken.isEmpty() ? "" : "; could not be loaded: " + String.join("; ", broken);
  }

  private static String describe(BackendFactory factory) {
    Class<?> owner = factory.getClass();
    CodeSource source = owner.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? owner.getName()
        : owner.getName() + " in " + source.getLocation();
  }
}

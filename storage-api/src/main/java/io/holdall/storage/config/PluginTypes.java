package io.holdall.storage.config;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Plugin;
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
 * The types of backends, or of decorators, whose jars are on the class path. A provider that cannot
 * be loaded is remembered, for the message to whoever asks for its type, and does not hide the
 * others.
 */
final class PluginTypes<F extends Plugin> {
  /** What to add to the build for a type whose jar is not there. */
  private static final Map<String, String> BACKEND_ARTIFACTS =
      Map.of(
          "azure", "io.holdall:storage-azure",
          "chronicle", "io.holdall:storage-chronicle",
          "json", "io.holdall:storage-json",
          "s3", "io.holdall:storage-s3",
          "sqlite", "io.holdall:storage-sqlite");

  private static final Map<String, String> DECORATOR_ARTIFACTS =
      Map.of(
          "compression", "io.holdall:storage-compression",
          "encryption", "io.holdall:storage-encryption",
          "metrics", "io.holdall:storage-metrics");

  /** First words of environment variables that mean something else: see {@link Environment}. */
  private static final Set<String> RESERVED =
      Set.of("app", "bench", "config", "db", "home", "java", "profile", "storage", "test");

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*");
  private static final Pattern WORDS = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** The lookup promises no end when a loader fails again and again, so there is one here. */
  private static final int MOST_FAILURES = 100;

  private final String kind;
  private final Pattern name;
  private final Map<String, String> artifacts;
  private final SortedMap<String, List<F>> factories = new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

  private PluginTypes(String kind, Pattern name, Map<String, String> artifacts) {
    this.kind = kind;
    this.name = name;
    this.artifacts = artifacts;
  }

  /** The backends. */
  static PluginTypes<BackendFactory> backends(@Nullable ClassLoader loader) {
    return new PluginTypes<BackendFactory>("storage", WORD, BACKEND_ARTIFACTS)
        .discover(BackendFactory.class, loader);
  }

  /** The decorators. */
  static PluginTypes<DecoratorFactory> decorators(@Nullable ClassLoader loader) {
    return new PluginTypes<DecoratorFactory>("decorator", WORDS, DECORATOR_ARTIFACTS)
        .discover(DecoratorFactory.class, loader);
  }

  /** Looks with the given loader first, then with the one that loaded this class. */
  private PluginTypes<F> discover(Class<F> service, @Nullable ClassLoader loader) {
    Set<Class<?>> seen = new HashSet<>();
    load(ServiceLoader.load(service, loader), seen);
    load(ServiceLoader.load(service, PluginTypes.class.getClassLoader()), seen);
    return this;
  }

  private void load(ServiceLoader<F> services, Set<Class<?>> seen) {
    Iterator<ServiceLoader.Provider<F>> providers = services.stream().iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<F> provider = providers.next();
        if (seen.add(provider.type())) {
          add(provider.get());
        }
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        failures++;
        addBroken(e.getCause() == null ? e.toString() : e.getMessage() + ": " + e.getCause());
      }
    }
  }

  private void add(F factory) {
    String type = factory.type();
    if (!name.matcher(type).matches() || RESERVED.contains(type)) {
      addBroken(describe(factory) + " has a type that cannot be used: " + type);
      return;
    }
    for (Setting setting : factory.settings()) {
      if (!WORDS.matcher(setting.name()).matches() || setting.name().equals("type")) {
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

  /** The factories that can be used, in the order of their types. */
  List<F> all() {
    return types().stream().flatMap(type -> find(type).stream()).toList();
  }

  /** The types there are and those whose jars are known but missing. */
  SortedSet<String> knownTypes() {
    SortedSet<String> known = new TreeSet<>(factories.keySet());
    known.addAll(artifacts.keySet());
    return known;
  }

  /** Why providers could not be loaded. */
  List<String> broken() {
    return List.copyOf(broken);
  }

  /** The factory, if there is exactly one. */
  Optional<F> find(String type) {
    List<F> found = factories.getOrDefault(type, List.of());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * The factory of the type.
   *
   * @throws Configuration if there is none, naming the artifact to add where it is known, or if
   *     there are several, naming their jars
   */
  F factory(String type) {
    List<F> found = factories.getOrDefault(type, List.of());
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.size() > 1) {
      throw new Configuration(
          "Several jars claim the %s type '%s', remove all but one: %s"
              .formatted(
                  kind,
                  type,
                  found.stream().map(PluginTypes::describe).collect(Collectors.joining(" and "))));
    }
    String artifact = artifacts.get(type);
    if (artifact != null) {
      throw new Configuration(
          "Type '%s' needs the artifact %s in the build; there are %s%s"
              .formatted(type, artifact, String.join(", ", types()), problems()));
    }
    throw new Configuration(
        "Unknown %s type '%s'%s%s"
            .formatted(kind, type, Nearest.hint(type, knownTypes()), problems()));
  }

  private String problems() {
    return broken.isEmpty() ? "" : "; could not be loaded: " + String.join("; ", broken);
  }

  private static String describe(Plugin factory) {
    Class<?> owner = factory.getClass();
    CodeSource source = owner.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null
        ? owner.getName()
        : owner.getName() + " in " + source.getLocation();
  }
}

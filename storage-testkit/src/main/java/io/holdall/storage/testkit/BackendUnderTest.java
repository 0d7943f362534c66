package io.holdall.storage.testkit;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the kit opens a backend: its type, its settings, and the decorators around it. Immutable;
 * each method gives a changed copy.
 *
 * <pre>{@code
 * BackendUnderTest.ofType("json").withPath("path", "store").with("durability", "process");
 * }</pre>
 *
 * <p>Each test has a fresh directory, below which the path settings lie. The kit opens the store
 * with further settings where the factory knows them: smaller limits ({@code max-value-bytes},
 * {@code max-batch-operations}, {@code max-batch-bytes}) and {@code read-only}.
 */
public final class BackendUnderTest {
  private final BackendFactory factory;
  private final boolean registered;
  private final Map<String, String> settings;
  private final Map<String, String> paths;
  private final List<Decorator> decorators;
  private final @Nullable Runnable loseNextAnswer;

  private BackendUnderTest(
      BackendFactory factory,
      boolean registered,
      Map<String, String> settings,
      Map<String, String> paths,
      List<Decorator> decorators,
      @Nullable Runnable loseNextAnswer) {
    this.factory = factory;
    this.registered = registered;
    this.settings = settings;
    this.paths = paths;
    this.decorators = decorators;
    this.loseNextAnswer = loseNextAnswer;
  }

  /**
   * The backend whose factory ServiceLoader finds under this type.
   *
   * @throws Configuration if there is none
   */
  public static BackendUnderTest ofType(String type) {
    Map<String, BackendFactory> found = new TreeMap<>();
    ServiceLoader.load(BackendFactory.class)
        .forEach(factory -> found.putIfAbsent(factory.type(), factory));
    BackendFactory factory = found.get(type);
    if (factory == null) {
      throw new Configuration(
          "No BackendFactory of type '%s' is registered in META-INF/services%s"
              .formatted(type, Nearest.hint(type, found.keySet())));
    }
    return new BackendUnderTest(factory, true, Map.of(), Map.of(), List.of(), null);
  }

  /** The backend that this factory makes, registered or not. */
  public static BackendUnderTest of(BackendFactory factory) {
    return new BackendUnderTest(factory, false, Map.of(), Map.of(), List.of(), null);
  }

  /** With a setting. */
  public BackendUnderTest with(String setting, String text) {
    return new BackendUnderTest(
        factory, registered, added(settings, setting, text), paths, decorators, loseNextAnswer);
  }

  /**
   * With a setting that is a path.
   *
   * @param below where it lies below the fresh directory of each test
   */
  public BackendUnderTest withPath(String setting, String below) {
    return new BackendUnderTest(
        factory, registered, settings, added(paths, setting, below), decorators, loseNextAnswer);
  }

  /**
   * With a decorator around everything so far. Tests in other processes make the description anew,
   * so a decorator that keeps keys or other state must be made from the same in each.
   */
  public BackendUnderTest decoratedBy(Decorator decorator) {
    List<Decorator> more = new ArrayList<>(decorators);
    more.add(decorator);
    return new BackendUnderTest(
        factory, registered, settings, paths, List.copyOf(more), loseNextAnswer);
  }

  /**
   * For backends that repeat requests themselves: with a hook, run while a store is open, that
   * makes the next write succeed and its answer get lost on the way to the backend. The commit must
   * then succeed or end as {@code OutcomeUnknown}, never as {@code Conflict}.
   */
  public BackendUnderTest withLostAnswer(Runnable loseNext) {
    return new BackendUnderTest(factory, registered, settings, paths, decorators, loseNext);
  }

  /** The type of the backend. */
  public String type() {
    return factory.type();
  }

  BackendFactory factory() {
    return factory;
  }

  /** Whether its factory understands a setting. */
  boolean knows(String setting) {
    return factory.settings().stream().anyMatch(known -> known.name().equals(setting));
  }

  /** The decorators, innermost first. */
  List<Decorator> decorators() {
    return decorators;
  }

  /** Whether type and settings are enough to open it in another process. */
  boolean isNamedByType() {
    return registered && decorators.isEmpty();
  }

  Optional<Runnable> loseNextAnswer() {
    return Optional.ofNullable(loseNextAnswer);
  }

  /** All settings for a store below the directory. */
  Map<String, String> settingsIn(Path directory, Map<String, String> changes) {
    Map<String, String> texts = new LinkedHashMap<>(settings);
    paths.forEach((setting, below) -> texts.put(setting, directory.resolve(below).toString()));
    texts.putAll(changes);
    return texts;
  }

  /** Settings as the factory takes them. */
  Settings checked(Map<String, String> texts) {
    return Settings.of("backend " + factory.type(), factory.settings(), texts);
  }

  /** Opens the store with exactly these settings and puts the decorators around it. */
  StorageBackend open(Map<String, String> texts) {
    StorageBackend backend = factory.open(checked(texts));
    try {
      for (Decorator decorator : decorators) {
        backend = decorator.decorate(backend);
      }
      return backend;
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  /** Type, decorators and the names of the settings: their texts may be secret. */
  @Override
  public String toString() {
    return "backend %s, %d decorators, settings %s, paths %s"
        .formatted(type(), decorators.size(), settings.keySet(), paths);
  }

  private static Map<String, String> added(Map<String, String> map, String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(map);
    more.put(name, text);
    return Map.copyOf(more);
  }
}

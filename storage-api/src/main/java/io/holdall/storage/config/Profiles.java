package io.holdall.storage.config;

import com.typesafe.config.ConfigValue;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Nearest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The profiles there are: those built in, those of the user's {@code holdall.conf}, and what
 * environment variables change in them. {@code docs/profiles.md} has every rule.
 *
 * <pre>{@code
 * Profiles profiles = Profiles.load();
 * System.out.print(profiles.profile("production_sqlite").explain().text());
 * try (Storage storage = profiles.open()) { … }
 * }</pre>
 *
 * <p>Immutable, and read once: a file or variable that changes later changes nothing here. A broken
 * profile is refused when it is asked for and is no hindrance to the others.
 */
public final class Profiles {
  private static final Optional<Configuration> NO_PROBLEM = Optional.empty();

  private final ConfigFiles files;
  private final Surroundings surroundings;
  private final Selection selection;

  /**
   * Which profile is opened when none is named.
   *
   * @param name its name, which need not exist
   * @param origin who says so
   */
  public record Selection(String name, Origin origin) {}

  private Profiles(ConfigFiles files, Surroundings surroundings, Selection selection) {
    this.files = files;
    this.surroundings = surroundings;
    this.selection = selection;
  }

  /**
   * Reads the profiles from where the environment says, and checks the one it selects.
   *
   * @throws Configuration if the file cannot be read or has an unknown key, a variable that begins
   *     with {@code HOLDALL_} means nothing, or the selected profile is missing or broken
   */
  public static Profiles load() {
    return loader().load();
  }

  /**
   * Reads the profiles as a process with this environment and working directory would; throws as
   * {@link #load()} does.
   */
  public static Profiles load(Map<String, String> environment, Path workingDirectory) {
    return loader().environment(environment).workingDirectory(workingDirectory).load();
  }

  /** Reads the profiles in another way than {@link #load()} does. */
  public static Loader loader() {
    return new Loader();
  }

  /** The names of all profiles in alphabetical order, the broken ones too. */
  public SortedSet<String> names() {
    return files.names();
  }

  /** All profiles, for people who choose. */
  public List<ProfileSummary> list() {
    return names().stream().map(this::summary).toList();
  }

  private ProfileSummary summary(String name) {
    String description = "";
    String type = "";
    List<String> decorators = List.of();
    boolean selected = name.equals(selection.name());
    try {
      ProfileDefinition definition = definition(name);
      description = definition.description().map(Text::text).orElse("");
      type = definition.stack().storage().type().text();
      decorators =
          definition.stack().decorators().stream()
              .filter(d -> Presence.of(d, surroundings.environment()).inUse())
              .map(d -> d.type().text())
              .toList();
      profile(name);
      return new ProfileSummary(name, description, type, decorators, selected, "", NO_PROBLEM);
    } catch (Configuration e) {
      String needs = selected ? "" : missingVariable(name, e);
      Optional<Configuration> problem = needs.isEmpty() ? Optional.of(e) : NO_PROBLEM;
      return new ProfileSummary(name, description, type, decorators, selected, needs, problem);
    }
  }

  /** The variable for want of which a built-in profile cannot be opened, empty if it is another. */
  private String missingVariable(String name, Configuration problem) {
    boolean builtIn = ConfigFiles.builtIn(surroundings.workingDirectory()).names().contains(name);
    return builtIn ? problem.attribute("variable").orElse("") : "";
  }

  /** The profile that is opened when none is named, and who selected it. */
  public Selection selected() {
    return selection;
  }

  /** These profiles with another one selected, by the program. */
  public Profiles select(String name) {
    return new Profiles(files, surroundings, new Selection(name, Origin.PROGRAM));
  }

  /**
   * The profile of this name.
   *
   * @throws Configuration if there is none, or it is broken
   */
  public Profile profile(String name) {
    try {
      return new Profile(definition(name), surroundings);
    } catch (Configuration e) {
      e.with("profile", name);
      throw e;
    }
  }

  /** Opens the selected profile; throws as {@link Profile#open()} and {@link #profile} do. */
  public Storage open() {
    return selectedProfile().open();
  }

  /** Selects the profile of this name and opens it; throws as {@link #open()} does. */
  public Storage open(String name) {
    return select(name).open();
  }

  /** The backend types whose jars are there, in alphabetical order. */
  public List<BackendFactory> backends() {
    return surroundings.backends().all();
  }

  /** The decorator types whose jars are there, in alphabetical order. */
  public List<DecoratorFactory> decorators() {
    return surroundings.decorators().all();
  }

  /** Why backends whose jars are there could not be loaded; empty if all could. */
  public List<String> brokenBackends() {
    return surroundings.backends().broken();
  }

  /** Why decorators whose jars are there could not be loaded; empty if all could. */
  public List<String> brokenDecorators() {
    return surroundings.decorators().broken();
  }

  private Profile selectedProfile() {
    try {
      return profile(selection.name());
    } catch (Configuration e) {
      e.with("selected-by", selection.origin());
      throw e;
    }
  }

  private ProfileDefinition definition(String name) {
    if (!names().contains(name)) {
      throw new Configuration(
          "Unknown profile '%s'%s".formatted(name, Nearest.hint(name, names())));
    }
    ProfileDefinition written = read(files, name);
    StackDefinition stack = written.stack().withoutSettingsOfOtherTypes(ancestors(name));
    if (name.equals(selection.name())) {
      stack =
          surroundings
              .environment()
              .get(Environment.STORAGE_TYPE)
              .map(stack::withType)
              .orElse(stack);
    }
    return written.with(stack);
  }

  /** What the profile may have inherited from: profiles it refers to and all that are built in. */
  private List<StackDefinition> ancestors(String name) {
    List<StackDefinition> ancestors = new ArrayList<>();
    ConfigFiles builtIn = ConfigFiles.builtIn(surroundings.workingDirectory());
    builtIn.names().forEach(ancestor -> ancestors.add(read(builtIn, ancestor).stack()));
    for (String ancestor : files.ancestors(name)) {
      try {
        ancestors.add(read(files, ancestor).stack());
      } catch (Configuration brokenItself) {
        // Without a type there is nothing to compare; what it hands on is checked in the heir.
      }
    }
    return ancestors;
  }

  private ProfileDefinition read(ConfigFiles from, String name) {
    return new DefinitionReader(surroundings.workingDirectory()).profile(name, from.profile(name));
  }

  /** Says from where to read profiles; each part has a default. Not thread-safe. */
  public static final class Loader {
    private Map<String, String> environment = System.getenv();
    private Path workingDirectory = Path.of("");
    private @Nullable Path file;
    private @Nullable String selected;
    private @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

    private Loader() {}

    /** The environment variables; those of this process when not set. */
    public Loader environment(Map<String, String> variables) {
      environment = Map.copyOf(variables);
      return this;
    }

    /** What relative paths are relative to; the working directory of this process when not set. */
    public Loader workingDirectory(Path directory) {
      workingDirectory = directory;
      return this;
    }

    /** The configuration file, which must be there; found as the environment says when not set. */
    public Loader file(Path configuration) {
      file = configuration;
      return this;
    }

    /** The profile to select, whatever environment and files select. */
    public Loader select(String profile) {
      selected = profile;
      return this;
    }

    /** Where backends and a {@code holdall.conf} are looked for; the thread's when not set. */
    public Loader classLoader(ClassLoader loader) {
      classLoader = loader;
      return this;
    }

    /** Reads the profiles and checks the selected one; throws as {@link Profiles#load()} does. */
    public Profiles load() {
      Profiles profiles = loadUnchecked();
      profiles.selectedProfile();
      return profiles;
    }

    /**
     * Reads the profiles without a look at any, for tools that list them or explain what is wrong.
     *
     * @throws Configuration if the file cannot be read or has an unknown key outside the profiles,
     *     or a variable that begins with {@code HOLDALL_} means nothing
     */
    public Profiles loadUnchecked() {
      Path directory = workingDirectory.toAbsolutePath();
      PluginTypes<BackendFactory> backends = PluginTypes.backends(classLoader);
      PluginTypes<DecoratorFactory> decorators = PluginTypes.decorators(classLoader);
      Environment variables = new Environment(environment);
      variables.requireKnown(backends, decorators);
      ConfigFiles files = ConfigFiles.read(given(variables), directory, classLoader, environment);
      Surroundings surroundings = new Surroundings(backends, decorators, variables, directory);
      return new Profiles(files, surroundings, selection(files, variables, directory));
    }

    private @Nullable Path given(Environment variables) {
      Text named = file == null ? variables.get(Environment.CONFIG).orElse(null) : null;
      try {
        return named == null ? file : Path.of(named.text());
      } catch (InvalidPathException e) {
        throw named.origin().addTo(new Configuration("This is not the name of a file", e));
      }
    }

    private Selection selection(ConfigFiles files, Environment variables, Path directory) {
      if (selected != null) {
        return new Selection(selected, Origin.PROGRAM);
      }
      return variables
          .get(Environment.PROFILE)
          .map(text -> new Selection(text.text(), text.origin()))
          .orElseGet(() -> selection(files.selected(), directory));
    }

    private static Selection selection(ConfigValue value, Path directory) {
      Origin origin = Origin.of(value.origin(), directory);
      if (value.unwrapped() instanceof String name) {
        return new Selection(name, origin);
      }
      throw origin.addTo(new Configuration("'holdall.profile' must be the name of a profile"));
    }
  }
}

package io.holdall.storage.config;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.ProfileDefinition.Text;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Nearest;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Setting.Kind;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A profile that is fit to be opened: its backend is there, every setting is known and makes sense.
 * Immutable; {@link #with} gives a changed copy. Nothing is opened or touched before {@link #open}.
 */
public final class Profile {
  private final ProfileDefinition definition;
  private final BackendFactory factory;
  private final Settings settings;
  private final Context context;

  /** What a profile needs to know of its surroundings. */
  record Context(BackendTypes types, Environment environment, Path workingDirectory) {}

  private Profile(ProfileDefinition definition, BackendFactory factory, Context context) {
    this.definition = definition;
    this.factory = factory;
    this.context = context;
    this.settings = Settings.of("backend " + factory.type(), factory.settings(), texts());
  }

  /**
   * Checks a definition, with the environment's settings for its type put over its own.
   *
   * @throws Configuration if the type is not there or a setting is wrong
   */
  static Profile of(ProfileDefinition definition, Context context) {
    Text type = definition.type();
    BackendFactory factory;
    try {
      factory = context.types.factory(type.text());
    } catch (Configuration e) {
      throw type.origin().addTo(e);
    }
    SortedMap<String, Text> settings = new TreeMap<>(definition.settings());
    for (Setting setting : factory.settings()) {
      context
          .environment
          .setting(type.text(), setting)
          .ifPresent(text -> settings.put(setting.name(), text));
    }
    return checked(definition.withSettings(settings), factory, context);
  }

  private static Profile checked(
      ProfileDefinition definition, BackendFactory factory, Context context) {
    SortedMap<String, Text> given = definition.settings();
    List<String> known = factory.settings().stream().map(Setting::name).toList();
    given.forEach(
        (name, text) -> {
          if (!known.contains(name)) {
            throw text.origin().addTo(unknown(name, factory.type(), known));
          }
        });
    try {
      return new Profile(definition, factory, context);
    } catch (Configuration e) {
      e.attribute("setting").ifPresent(name -> locate(e, name, definition, factory));
      throw e;
    }
  }

  private static Configuration unknown(String name, String type, List<String> known) {
    List<String> keys = new ArrayList<>(known);
    keys.add(0, "type");
    return new Configuration(
        "Unknown key '%s' in storage of type %s%s".formatted(name, type, Nearest.hint(name, keys)));
  }

  /** Says where a wrong setting stands, or how a missing one can be given. */
  private static void locate(
      Configuration e, String name, ProfileDefinition definition, BackendFactory factory) {
    Text text = definition.settings().get(name);
    if (text != null) {
      text.origin().addTo(e);
      return;
    }
    factory.settings().stream()
        .filter(setting -> setting.name().equals(name))
        .forEach(
            setting -> {
              List<String> variables = Environment.variablesOf(factory.type(), setting);
              e.with("variable", variables.get(variables.size() - 1));
            });
  }

  /** The texts for the backend; relative paths made absolute. */
  private Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    for (Setting setting : factory.settings()) {
      Text given = definition.settings().get(setting.name());
      if (given != null) {
        texts.put(setting.name(), absolute(setting, given.text()));
      } else {
        setting.fallback().ifPresent(t -> texts.put(setting.name(), absolute(setting, t)));
      }
    }
    return texts;
  }

  private String absolute(Setting setting, String text) {
    if (setting.kind() != Kind.PATH || text.isEmpty()) {
      return text;
    }
    try {
      Path given = Path.of(text);
      return given.isAbsolute() ? text : under(context.workingDirectory, given).toString();
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

  /** The name under which it is selected. */
  public String name() {
    return definition.name();
  }

  /** What it is for, empty text if it does not say. */
  public String description() {
    return definition.description().map(Text::text).orElse("");
  }

  /** The type of its backend. */
  public String type() {
    return factory.type();
  }

  /** What opens its store. */
  public BackendFactory factory() {
    return factory;
  }

  /** The settings as {@link #factory()} takes them: complete, checked, paths absolute. */
  public Settings settings() {
    return settings;
  }

  /** What verifies and repairs its store, where the backend can; takes {@link #settings()}. */
  public Optional<StoreMaintenance> maintenance() {
    return factory.maintenance();
  }

  /**
   * This profile with one setting changed, over everything in files and environment: {@code
   * with("read-only", "true")}.
   *
   * @throws Configuration if the backend has no such setting or the text is not fit for it
   */
  public Profile with(String setting, String text) {
    SortedMap<String, Text> changed = new TreeMap<>(definition.settings());
    changed.put(setting, new Text(text, Origin.PROGRAM));
    try {
      return checked(definition.withSettings(changed), factory, context);
    } catch (Configuration e) {
      e.with("profile", name());
      throw e;
    }
  }

  /**
   * Opens the store, and creates it if there is none.
   *
   * @throws StorageException.Configuration if settings do not go together
   * @throws StorageException.Unavailable if another process holds the store, or it is not there and
   *     was to be opened read-only; the attribute {@code reason} is {@code locked} or {@code
   *     not-found}
   * @throws StorageException.Corrupt if the store is damaged
   */
  public Storage open() {
    try {
      return Storage.of(factory.open(settings));
    } catch (StorageException e) {
      throw e.with("operation", "open").with("backend", type()).with("profile", name());
    }
  }

  /** Every effective setting with its origin, secrets masked. */
  public Explanation explain() {
    List<EffectiveSetting> effective = new ArrayList<>();
    Text type = definition.type();
    effective.add(new EffectiveSetting("storage.type", type.text(), type.origin(), false));
    Map<String, String> texts = texts();
    for (Setting setting : factory.settings()) {
      String text = texts.get(setting.name());
      if (text != null) {
        Text given = definition.settings().get(setting.name());
        effective.add(
            new EffectiveSetting(
                "storage." + setting.name(),
                setting.secret() ? EffectiveSetting.MASK : text,
                given == null ? Origin.DEFAULT : given.origin(),
                setting.secret()));
      }
    }
    return new Explanation(name(), description(), effective, unusedVariables(effective));
  }

  private List<String> unusedVariables(List<EffectiveSetting> effective) {
    List<String> unused = new ArrayList<>(context.environment.overrides());
    effective.forEach(setting -> unused.remove(setting.origin().where()));
    return Collections.unmodifiableList(unused);
  }

  /** The name and type only. */
  @Override
  public String toString() {
    return "Profile[" + name() + ", " + type() + "]";
  }
}

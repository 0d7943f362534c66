package io.holdall.storage.spi;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Setting.Kind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of a backend's or decorator's {@link Setting}s, checked and complete: every name is
 * known, every text means what its kind says, everything required is there, defaults are filled in.
 */
public final class Settings {
  private final Map<String, Setting> known;
  private final Map<String, String> texts;

  private Settings(Map<String, Setting> known, Map<String, String> texts) {
    this.known = known;
    this.texts = texts;
  }

  /**
   * Checks texts against the settings they are for.
   *
   * @param owner whose settings these are, for messages, such as {@code backend json}
   * @throws Configuration if a name is unknown (the nearest known one is named), a text does not
   *     fit its kind, or a required setting is missing
   */
  public static Settings of(String owner, List<Setting> known, Map<String, String> texts) {
    Map<String, Setting> byName = new LinkedHashMap<>();
    known.forEach(setting -> byName.put(setting.name(), setting));
    for (String name : texts.keySet()) {
      if (!byName.containsKey(name)) {
        throw new Configuration(
            "Unknown setting '%s' of %s%s"
                .formatted(name, owner, Nearest.hint(name, byName.keySet())));
      }
    }
    Map<String, String> complete = new LinkedHashMap<>();
    for (Setting setting : known) {
      String text = texts.get(setting.name());
      if (text == null) {
        text = setting.fallback().orElse(null);
      }
      if (text != null) {
        complete.put(setting.name(), text);
      } else if (setting.required()) {
        throw new Configuration(
                "Missing setting '%s' of %s: %s"
                    .formatted(setting.name(), owner, setting.description()))
            .with("setting", setting.name());
      }
    }
    Settings settings = new Settings(byName, complete);
    complete.keySet().forEach(name -> settings.parse(byName.get(name)));
    return settings;
  }

  /** Whether a value is there, given or by default. */
  public boolean has(String name) {
    return texts.containsKey(name);
  }

  /** A text or a choice. */
  public String text(String name) {
    return required(name, Kind.TEXT, Kind.CHOICE);
  }

  /** A text that may be missing. */
  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /** A path, relative to the working directory as it was given. */
  public Path path(String name) {
    return Path.of(required(name, Kind.PATH));
  }

  /** A whole number. */
  public long integer(String name) {
    return Long.parseLong(required(name, Kind.INTEGER));
  }

  /** A number of bytes. */
  public long bytes(String name) {
    return single(required(name, Kind.BYTES)).getBytes("v");
  }

  /** A length of time. */
  public Duration duration(String name) {
    return single(required(name, Kind.DURATION)).getDuration("v");
  }

  /** A truth value. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(required(name, Kind.BOOLEAN));
  }

  /** A choice as the constant of an enum, whose name is the text in upper case with underscores. */
  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    String constant = required(name, Kind.CHOICE).replace('-', '_').toUpperCase(Locale.ROOT);
    return Enum.valueOf(type, constant);
  }

  /** These settings with one text changed, for tools that open a store in another way. */
  public Settings with(String name, String text) {
    Map<String, String> changed = new LinkedHashMap<>(texts);
    changed.put(name, text);
    return of("this store", new ArrayList<>(known.values()), changed);
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return "Settings" + texts.keySet();
  }

  private String required(String name, Kind... kinds) {
    Setting setting = known.get(name);
    if (setting == null || !List.of(kinds).contains(setting.kind())) {
      throw new IllegalArgumentException("There is no such setting of this kind: " + name);
    }
    String text = texts.get(name);
    if (text == null) {
      throw new Configuration("Missing setting '%s': %s".formatted(name, setting.description()));
    }
    return text;
  }

  private void parse(@Nullable Setting setting) {
    if (setting == null) {
      return;
    }
    String name = setting.name();
    String text = texts.getOrDefault(name, "");
    try {
      switch (setting.kind()) {
        case TEXT -> {}
        case PATH -> require(!path(name).toString().isEmpty());
        case INTEGER -> integer(name);
        case BYTES -> bytes(name);
        // HOCON would take a bare number for milliseconds, its reader perhaps for seconds.
        case DURATION ->
            require(text.matches("(?s).*[a-zA-Z]\\s*") && !duration(name).isNegative());
        case BOOLEAN -> require(text.equals("true") || text.equals("false"));
        case CHOICE -> require(setting.choices().contains(text));
      }
    } catch (ConfigException | IllegalArgumentException e) {
      String shown = setting.secret() ? "The text" : "'" + text + "'";
      throw new Configuration(
              "%s is not a value for setting '%s', which is %s"
                  .formatted(shown, name, expected(setting)),
              e instanceof InvalidPathException ? e : new IllegalArgumentException(name))
          .with("setting", name);
    }
  }

  private static void require(boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException();
    }
  }

  private static String expected(Setting setting) {
    return switch (setting.kind()) {
      case TEXT -> "a text";
      case PATH -> "a path";
      case INTEGER -> "a whole number";
      case BYTES -> "a number of bytes such as 16MiB";
      case DURATION -> "a length of time such as 30s";
      case BOOLEAN -> "true or false";
      case CHOICE -> "one of " + String.join(", ", setting.choices());
    };
  }

  private static Config single(String text) {
    return ConfigFactory.parseMap(Map.of("v", text));
  }
}

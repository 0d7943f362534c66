package io.holdall.storage.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads profiles and stacks as they are written, and refuses what has the wrong shape. */
record DefinitionReader(Path workingDirectory) {
  private static final String DESCRIPTION = "description";
  private static final String STORAGE = "storage";
  private static final String DECORATORS = "decorators";
  private static final String TYPE = "type";
  private static final String IF_GIVEN = "if-given";

  /**
   * Reads a profile.
   *
   * @throws Configuration if a key is unknown, something is missing or has the wrong shape
   */
  ProfileDefinition profile(String name, ConfigValue value) {
    try {
      String owner = "profile " + name;
      ConfigObject profile = object(value, owner);
      ConfigFiles.requireKnownKeys(
          profile, List.of(DESCRIPTION, STORAGE, DECORATORS), owner, workingDirectory);
      return new ProfileDefinition(
          name, text(profile, DESCRIPTION), stack(value, profile, "A profile"));
    } catch (Configuration e) {
      e.with("profile", name);
      throw e;
    }
  }

  /**
   * Reads the stack of a decorator's section.
   *
   * @throws Configuration as {@link #profile} does
   */
  StackDefinition section(String name, ConfigValue value) {
    ConfigObject section = object(value, name);
    ConfigFiles.requireKnownKeys(section, List.of(STORAGE, DECORATORS), name, workingDirectory);
    return stack(value, section, "'%s'".formatted(name));
  }

  private StackDefinition stack(ConfigValue place, ConfigObject owner, String shown) {
    ConfigValue storage = owner.get(STORAGE);
    if (storage == null) {
      throw located(place, new Configuration(shown + " needs storage { type = … }"));
    }
    PluginDefinition backend =
        plugin(object(storage, STORAGE), "The storage of a profile needs a type");
    backend
        .sections()
        .forEach(
            (name, value) -> {
              throw located(
                  value, new Configuration("'%s' must be a single value".formatted(name)));
            });
    if (!backend.ifGiven().isEmpty()) {
      throw located(storage, new Configuration("'if-given' is for decorators, not for a storage"));
    }
    return new StackDefinition(backend, decorators(owner.get(DECORATORS)));
  }

  private List<PluginDefinition> decorators(@Nullable ConfigValue value) {
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      return List.of();
    }
    if (!(value instanceof ConfigList list)) {
      throw located(value, new Configuration("'decorators' must be a list: [{ type = … }, …]"));
    }
    List<PluginDefinition> decorators = new ArrayList<>();
    for (ConfigValue element : list) {
      decorators.add(plugin(object(element, "each of the decorators"), "A decorator needs a type"));
    }
    return decorators;
  }

  private PluginDefinition plugin(ConfigObject object, String typeless) {
    SortedMap<String, Text> texts = new TreeMap<>();
    SortedMap<String, ConfigValue> sections = new TreeMap<>();
    for (String key : object.keySet()) {
      ConfigValue value = object.get(key);
      if (key.equals(IF_GIVEN)) {
        continue;
      }
      if (isSingle(value)) {
        text(object, key).ifPresent(text -> texts.put(key, text));
      } else {
        sections.put(key, value);
      }
    }
    Text type = texts.remove(TYPE);
    if (type == null) {
      throw located(object, new Configuration(typeless));
    }
    return new PluginDefinition(type, texts, sections, names(object.get(IF_GIVEN)));
  }

  /** The names of settings, one or a list of them. */
  private List<Text> names(@Nullable ConfigValue value) {
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      return List.of();
    }
    List<ConfigValue> elements = value instanceof ConfigList list ? list : List.of(value);
    List<Text> names = new ArrayList<>();
    for (ConfigValue element : elements) {
      if (!(element.unwrapped() instanceof String name)) {
        throw located(element, new Configuration("'if-given' must be names of settings"));
      }
      names.add(new Text(name, Origin.of(element.origin(), workingDirectory)));
    }
    if (names.isEmpty()) {
      throw located(value, new Configuration("'if-given' names no setting"));
    }
    return names;
  }

  private static boolean isSingle(ConfigValue value) {
    return value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
  }

  /** A single value as it is written; null, which takes back what is inherited, is none. */
  private Optional<Text> text(ConfigObject object, String key) {
    ConfigValue value = object.get(key);
    if (value == null || value.valueType() == ConfigValueType.NULL) {
      return Optional.empty();
    }
    if (!isSingle(value)) {
      throw located(value, new Configuration("'%s' must be a single value".formatted(key)));
    }
    String text = object.toConfig().getString(ConfigUtil.joinPath(key));
    return Optional.of(new Text(text, Origin.of(value.origin(), workingDirectory)));
  }

  private ConfigObject object(ConfigValue value, String shown) {
    if (value instanceof ConfigObject object) {
      return object;
    }
    throw located(value, new Configuration("'%s' must be an object in braces".formatted(shown)));
  }

  private Configuration located(ConfigValue value, Configuration error) {
    return Origin.of(value.origin(), workingDirectory).addTo(error);
  }
}

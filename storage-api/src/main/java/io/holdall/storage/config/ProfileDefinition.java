package io.holdall.storage.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.holdall.storage.StorageException.Configuration;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A profile as the files define it, before the environment changes it: texts with their origins.
 *
 * @param description empty if none is given
 * @param type the backend's type
 * @param settings the texts of the backend's settings, by name
 */
record ProfileDefinition(
    String name, Optional<Text> description, Text type, SortedMap<String, Text> settings) {
  private static final String DESCRIPTION = "description";
  private static final String STORAGE = "storage";
  private static final String TYPE = "type";

  /** A text and where it came from. */
  record Text(String text, Origin origin) {}

  ProfileDefinition {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /**
   * Reads a profile out of the file.
   *
   * @throws Configuration if a key is unknown, something is missing or is not a single value
   */
  static ProfileDefinition read(String name, ConfigValue value, Path workingDirectory) {
    try {
      return new Reader(workingDirectory).profile(name, value);
    } catch (Configuration e) {
      e.with("profile", name);
      throw e;
    }
  }

  /**
   * This profile without the settings that it has inherited together with another type: the path of
   * a directory is none for a database. Inherited is what stands in the same place as the same
   * setting of an ancestor.
   */
  ProfileDefinition withoutSettingsOfOtherTypes(List<ProfileDefinition> ancestors) {
    SortedMap<String, Text> own = new TreeMap<>(settings);
    for (ProfileDefinition ancestor : ancestors) {
      if (!ancestor.type.text.equals(type.text)) {
        own.entrySet().removeIf(e -> e.getValue().equals(ancestor.settings.get(e.getKey())));
      }
    }
    return new ProfileDefinition(name, description, type, own);
  }

  /** This profile with a backend of another type, and so without settings. */
  ProfileDefinition withType(Text other) {
    return new ProfileDefinition(
        name, description, other, other.text.equals(type.text) ? settings : new TreeMap<>());
  }

  /** This profile with other settings. */
  ProfileDefinition withSettings(SortedMap<String, Text> other) {
    return new ProfileDefinition(name, description, type, other);
  }

  private record Reader(Path workingDirectory) {
    ProfileDefinition profile(String name, ConfigValue value) {
      String owner = "profile " + name;
      ConfigObject profile = object(value, owner);
      ConfigFiles.requireKnownKeys(profile, List.of(DESCRIPTION, STORAGE), owner, workingDirectory);
      ConfigValue storage = profile.get(STORAGE);
      if (storage == null) {
        throw located(value, new Configuration("A profile needs storage { type = … }"));
      }
      SortedMap<String, Text> settings = texts(object(storage, STORAGE));
      Text type = settings.remove(TYPE);
      if (type == null) {
        throw located(storage, new Configuration("The storage of a profile needs a type"));
      }
      return new ProfileDefinition(name, text(profile, DESCRIPTION), type, settings);
    }

    private SortedMap<String, Text> texts(ConfigObject object) {
      SortedMap<String, Text> texts = new TreeMap<>();
      for (String key : object.keySet()) {
        text(object, key).ifPresent(text -> texts.put(key, text));
      }
      return texts;
    }

    /** A single value as it is written; null, which takes back what is inherited, is none. */
    private Optional<Text> text(ConfigObject object, String key) {
      ConfigValue value = object.get(key);
      if (value == null || value.valueType() == ConfigValueType.NULL) {
        return Optional.empty();
      }
      if (value.valueType() == ConfigValueType.OBJECT
          || value.valueType() == ConfigValueType.LIST) {
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
}

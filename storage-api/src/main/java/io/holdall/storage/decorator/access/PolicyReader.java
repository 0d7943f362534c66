package io.holdall.storage.decorator.access;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Nearest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a policy as it is written in profiles. It is strict: whatever is not understood to the last
 * word is an error, for a rule that is half understood is a hole or a riddle.
 */
final class PolicyReader {
  private static final String ALLOW = "allow";
  private static final String DENY = "deny";
  private static final String KEYS = "keys";
  private static final String PRINCIPALS = "principals";
  private static final String ROLES = "roles";
  private static final String ANYONE = "anyone";
  private static final String ANONYMOUS = "anonymous";
  private static final String OWNER_FIELD = "owner-field";

  private static final Set<String> WORDS =
      Set.of(ALLOW, DENY, KEYS, PRINCIPALS, ROLES, ANYONE, ANONYMOUS, OWNER_FIELD);

  private PolicyReader() {}

  /**
   * Reads a policy.
   *
   * @param roles names of principals by role
   * @throws Configuration with the place of what is wrong
   */
  static Policy read(Optional<ConfigObject> roles, ConfigList rules) {
    Policy.Builder policy = Policy.builder();
    roles.ifPresent(
        object ->
            object.forEach(
                (role, names) ->
                    located(names, () -> policy.role(role, texts(names).toArray(String[]::new)))));
    for (ConfigValue rule : rules) {
      located(rule, () -> policy.rule(rule(rule)));
    }
    return policy.build();
  }

  private static Rule rule(ConfigValue value) {
    if (!(value instanceof ConfigObject rule)) {
      throw new Configuration("A rule is written { allow = [...], keys = \"...\", ... }");
    }
    for (String word : rule.keySet()) {
      if (!WORDS.contains(word)) {
        throw new Configuration(
            "Unknown key '%s' in a rule%s".formatted(word, Nearest.hint(word, WORDS)));
      }
    }
    if (rule.containsKey(ALLOW) == rule.containsKey(DENY)) {
      throw new Configuration("A rule has either 'allow' or 'deny'");
    }
    boolean allows = rule.containsKey(ALLOW);
    Rule read = Rule.of(allows, permissions(words(rule, allows ? ALLOW : DENY)));
    read =
        read.on(words(rule, KEYS))
            .toPrincipals(words(rule, PRINCIPALS))
            .toRoles(words(rule, ROLES));
    read = flag(rule, ANYONE) ? read.toAnyone() : read;
    read = flag(rule, ANONYMOUS) ? read.toAnonymous() : read;
    ConfigValue owner = rule.get(OWNER_FIELD);
    return owner == null ? read : read.ownedBy(text(owner));
  }

  private static Set<Permission> permissions(String[] words) {
    Map<String, Permission> known = new LinkedHashMap<>();
    for (Permission permission : Permission.values()) {
      known.put(permission.name().toLowerCase(Locale.ROOT), permission);
    }
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String word : words) {
      Permission permission = known.get(word);
      if (permission == null) {
        throw new Configuration(
            "Unknown permission '%s'%s".formatted(word, Nearest.hint(word, known.keySet())));
      }
      permissions.add(permission);
    }
    if (permissions.isEmpty()) {
      throw new Configuration("A rule allows or denies something");
    }
    return permissions;
  }

  private static String[] words(ConfigObject rule, String key) {
    ConfigValue value = rule.get(key);
    return value == null ? new String[0] : texts(value).toArray(String[]::new);
  }

  /** One text or a list of them. */
  private static List<String> texts(ConfigValue value) {
    if (!(value instanceof ConfigList list)) {
      return List.of(text(value));
    }
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(text(each)));
    return texts;
  }

  private static String text(ConfigValue value) {
    if (value.valueType() != ConfigValueType.STRING) {
      throw new Configuration("A name or a pattern is a text; write one like 17 or true in quotes");
    }
    return (String) value.unwrapped();
  }

  private static boolean flag(ConfigObject rule, String key) {
    ConfigValue value = rule.get(key);
    if (value == null) {
      return false;
    }
    if (value.valueType() != ConfigValueType.BOOLEAN) {
      throw new Configuration("'%s' in a rule is true or false".formatted(key));
    }
    return (Boolean) value.unwrapped();
  }

  private static void located(ConfigValue value, Runnable reading) {
    try {
      reading.run();
    } catch (Configuration e) {
      String file = value.origin().filename();
      if (file != null) {
        e.with("file", file);
      }
      throw e.with("line", value.origin().lineNumber());
    }
  }
}

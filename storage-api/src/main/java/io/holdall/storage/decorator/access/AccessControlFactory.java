package io.holdall.storage.decorator.access;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Setting;
import io.holdall.storage.spi.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Makes {@code type = access-control} known to profiles: {@code rules}, and {@code roles} if names
 * are to have some.
 */
public final class AccessControlFactory implements DecoratorFactory {
  private static final String ROLES = "roles";
  private static final String RULES = "rules";

  /** For ServiceLoader. */
  public AccessControlFactory() {}

  @Override
  public String type() {
    return AccessControl.TYPE;
  }

  @Override
  public String description() {
    return "lets each principal see and change what rules allow, and nothing else";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public List<String> sections() {
    return List.of(RULES, ROLES);
  }

  @Override
  public Decorator create(Settings settings, Context context) {
    Config rules =
        context
            .section(RULES)
            .orElseThrow(
                () ->
                    new Configuration(
                        "Access control without 'rules' would deny everything to everybody; write"
                            + " rules = [] if that is meant"));
    try {
      ConfigList list = rules.getList(RULES);
      Optional<ConfigObject> roles =
          context.section(ROLES).map(section -> section.getObject(ROLES));
      return AccessControl.of(PolicyReader.read(roles, list));
    } catch (ConfigException e) {
      throw new Configuration(
          "Access control has 'rules', a list, and 'roles', lists of names by role", e);
    }
  }
}

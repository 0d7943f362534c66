package io.holdall.storage.config;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.PluginDefinition.Text;
import io.holdall.storage.spi.BackendFactory;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A profile that is fit to be opened: its backend and decorators are there, every setting is known
 * and makes sense. Immutable; {@link #with} gives a changed copy. Nothing is opened or touched
 * before {@link #open}.
 */
public final class Profile {
  private final ProfileDefinition definition;
  private final ConfiguredStack stack;
  private final Surroundings surroundings;

  /**
   * Checks a definition, with the environment's settings put over its own.
   *
   * @throws Configuration if a type is not there, a setting is wrong, or decorators do not go
   *     together
   */
  Profile(ProfileDefinition definition, Surroundings surroundings) {
    this.definition = definition;
    this.stack = ConfiguredStack.of(definition.stack(), surroundings);
    this.surroundings = surroundings;
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
    return factory().type();
  }

  /** What opens its store. */
  public BackendFactory factory() {
    return stack.backend().factory();
  }

  /** The settings as {@link #factory()} takes them: complete, checked, paths absolute. */
  public Settings settings() {
    return stack.backend().settings();
  }

  /** The decorators around its backend, innermost first. */
  public List<Decorator> decorators() {
    return stack.decorators();
  }

  /** What verifies and repairs its store, where the backend can; takes {@link #settings()}. */
  public Optional<StoreMaintenance> maintenance() {
    return factory().maintenance();
  }

  /**
   * This profile with one setting of its backend changed, over everything in files and environment:
   * {@code with("read-only", "true")}.
   *
   * @throws Configuration if the backend has no such setting or the text is not fit for it
   */
  public Profile with(String setting, String text) {
    StackDefinition changed =
        definition.stack().withSetting(setting, new Text(text, Origin.PROGRAM));
    try {
      return new Profile(definition.with(changed), surroundings);
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
      return Storage.of(stack.open());
    } catch (StorageException e) {
      throw e.with("operation", "open").with("backend", type()).with("profile", name());
    }
  }

  /** Every effective setting with its origin, secrets masked. */
  public Explanation explain() {
    List<EffectiveSetting> effective = stack.explain("");
    return new Explanation(name(), description(), effective, unusedVariables(effective));
  }

  private List<String> unusedVariables(List<EffectiveSetting> effective) {
    List<String> unused = new ArrayList<>(surroundings.environment().overrides());
    effective.forEach(setting -> unused.remove(setting.origin().where()));
    return Collections.unmodifiableList(unused);
  }

  /** The name and type only. */
  @Override
  public String toString() {
    return "Profile[" + name() + ", " + type() + "]";
  }
}

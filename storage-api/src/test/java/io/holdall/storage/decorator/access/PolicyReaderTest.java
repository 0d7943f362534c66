package io.holdall.storage.decorator.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.Value;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import io.holdall.storage.spi.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies as they are written in profiles. */
final class PolicyReaderTest {
  private static final Value VALUE = Value.json("{\"author\":\"ana\"}");

  @Test
  void policyOfAProfileIsKept() {
    Decorator decorator =
        decorator(
            """
            roles { editor = [ana, "ben@example.org"], "night watch" = eve }
            rules = [
              { allow = [read, list], keys = "articles/**", anyone = true, anonymous = true }
              { allow = [create, update, delete], keys = ["articles/*", drafts], roles = editor }
              { allow = update, keys = "articles/*/notes", anyone = true, owner-field = author }
              { deny = [delete], keys = "articles/first", roles = [editor] }
              { allow = administer, roles = ["night watch"], principals = [root] }
            ]
            """);
    try (Storage storage = Storage.builder(new MemoryBackend()).with(decorator).open()) {
      Storage editor = storage.as(Principal.of("ben@example.org"));
      Key first = Key.of("articles", "first");
      editor.put(first, VALUE);
      editor.put(Key.of("drafts"), VALUE);
      assertThat(storage.get(first)).isPresent();
      assertThat(editor.get(Key.of("drafts"))).isEmpty();
      assertThatThrownBy(() -> editor.delete(first)).isInstanceOf(AccessDenied.class);
      assertThat(storage.as(Principal.of("eve")).stats().entries()).hasValue(2);
      assertThat(storage.as(Principal.of("root")).stats().entries()).hasValue(2);
      assertThatThrownBy(editor::stats).isInstanceOf(AccessDenied.class);
      assertThatThrownBy(() -> storage.put(first, VALUE)).isInstanceOf(AccessDenied.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { allow = [raed], keys = a, anyone = true }                  | Unknown permission 'raed', did you mean 'read'?
          { alow = [read], keys = a, anyone = true }                   | Unknown key 'alow' in a rule, did you mean 'allow'?
          { keys = a, anyone = true }                                  | A rule has either 'allow' or 'deny'
          { allow = read, deny = list, keys = a, anyone = true }       | A rule has either 'allow' or 'deny'
          { allow = [], keys = a, anyone = true }                      | A rule allows or denies something
          { allow = read, keys = a }                                   | A rule says to whom it applies
          { allow = read, keys = a, anyone = false }                   | A rule says to whom it applies
          { allow = read, keys = a, principals = [] }                  | A rule says to whom it applies
          { allow = read, anyone = true }                              | A rule says which keys it is about
          { allow = read, keys = [], anyone = true }                   | A rule says which keys it is about
          { allow = read, keys = "a//b", anyone = true }               | as in the encoded form of keys
          { allow = read, keys = a, principals = [""] }                | has an empty name
          { allow = read, keys = a, roles = "" }                       | has an empty name
          { allow = read, keys = a, anyone = true, owner-field = "" }  | has an empty name
          { allow = read, keys = a, principals = [17] }                | write one like 17 or true in quotes
          { allow = read, keys = a, anyone = "true" }                  | 'anyone' in a rule is true or false
          { deny = read, keys = a, anyone = true, owner-field = o }    | Only what is allowed can depend
          { allow = [administer, read], keys = a, anyone = true }      | in a rule of its own, without keys
          { allow = administer, keys = a, anyone = true }              | in a rule of its own, without keys
          "allow"                                                      | A rule is written {
          """)
  void whatIsNotUnderstoodIsRefusedWithItsPlace(String rule, String message) {
    assertThatThrownBy(() -> decorator("rules = [\n" + rule + "\n]"))
        .isInstanceOfSatisfying(
            Configuration.class, e -> assertThat(e.attribute("line")).contains("2"))
        .hasMessageContaining(message);
  }

  @Test
  void sectionsOfTheWrongShapeAreRefused() {
    assertThatThrownBy(() -> decorator("roles {}")).hasMessageContaining("rules = []");
    assertThatThrownBy(() -> decorator("rules = 7")).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> decorator("rules = [], roles = [a]"))
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> decorator("rules = [], roles { a = { b = c } }"))
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> decorator("rules = [], roles { \"\" = a }"))
        .hasMessageContaining("empty name");
  }

  private static Decorator decorator(String sections) {
    Config config = ConfigFactory.parseString(sections);
    DecoratorFactory factory =
        ServiceLoader.load(DecoratorFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.type().equals("access-control"))
            .findFirst()
            .orElseThrow();
    assertThat(factory.sections()).containsExactlyInAnyOrder("rules", "roles");
    assertThat(factory.description()).isNotBlank();
    return factory.create(
        Settings.of("decorator access-control", factory.settings(), Map.of()), context(config));
  }

  private static DecoratorFactory.Context context(Config config) {
    return new DecoratorFactory.Context() {
      @Override
      public Optional<Config> section(String name) {
        return config.hasPath(name) ? Optional.of(config.withOnlyPath(name)) : Optional.empty();
      }

      @Override
      public Optional<DecoratorFactory.Stack> stack(String section) {
        return Optional.empty();
      }

      @Override
      public Path workingDirectory() {
        return Path.of("");
      }
    };
  }
}

package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.config.StandInDecorators.Around;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles whose storage has decorators around it. */
class DecoratedProfilesTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
    workplace.conf(
        """
        holdall.profiles.mine {
          storage { type = json, path = x }
          decorators = [
            { type = cache, bytes = 2KiB, names = [a, b],
              tier { storage { type = sqlite, path = tier.db, max-value-bytes = 99 } } }
            { type = judge }
          ]
        }
        holdall.profiles.heir = ${holdall.profiles.mine} { storage.path = y }
        holdall.profiles.plain = ${holdall.profiles.mine} { decorators = [] }
        """);
  }

  @Test
  void decoratorsStandInTheOrderTheyAreWritten() {
    assertThat(around("mine")).containsExactly("cache of 2048 [a, b] over 99", "judge");
    assertThat(workplace.load().profile("mine").decorators())
        .extracting(Decorator::name)
        .containsExactly("cache", "judge");
  }

  @Test
  void decoratorsAreInheritedAndCanBeTakenAway() {
    assertThat(around("heir")).hasSize(2);
    assertThat(around("plain")).isEmpty();
  }

  @Test
  void decoratorsStayWhenTheTypeOfTheStorageChanges() {
    workplace.env("HOLDALL_PROFILE", "mine").env("HOLDALL_STORAGE_TYPE", "memory");
    assertThat(around("mine")).hasSize(2);
  }

  @Test
  void environmentChangesDecoratorsButNotTheStoresInsideThem() {
    workplace
        .env("HOLDALL_CACHE_BYTES", "3KiB")
        .env("HOLDALL_SQLITE_MAX_VALUE_BYTES", "11")
        .env("HOLDALL_DB_PATH", "elsewhere.db");
    assertThat(around("mine")).contains("cache of 3072 [a, b] over 99");
    assertThat(workplace.load().profile("mine").explain().text())
        .contains("tier.storage.path")
        .contains(workplace.directory().resolve("tier.db").toString())
        .contains("HOLDALL_DB_PATH is set but not used");
  }

  @Test
  void programChangesTheStorageUnderTheDecorators() {
    Profile readOnly = workplace.load().profile("mine").with("read-only", "true");
    try (Storage storage = readOnly.open()) {
      assertThat(storage.capabilities().readOnly()).isTrue();
      assertThat(storage.extension(Around.class)).isPresent();
    }
  }

  @Test
  void explanationShowsTheWholeStack() {
    workplace.env("HOLDALL_CACHE_PASSWORD", "hunter2");
    String text = workplace.load().profile("mine").explain().text();
    assertThat(text.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "decorators.0.type = cache # holdall.conf:4",
            "decorators.0.bytes = 2KiB # holdall.conf:4",
            "decorators.0.password = ******** # environment variable HOLDALL_CACHE_PASSWORD",
            "decorators.0.names = [ … ] # holdall.conf:4",
            "decorators.0.tier.storage.type = sqlite # holdall.conf:5",
            "decorators.0.tier.storage.max-value-bytes = 99 # holdall.conf:5",
            "decorators.1.type = judge # holdall.conf:6",
            "decorators.1.mood = mild # default");
    assertThat(text).doesNotContain("hunter2");
  }

  @Test
  void whatADecoratorRefusesIsToldWithItsPlace() {
    workplace.conf(
        """
        holdall.profiles.mine {
          storage { type = json, path = x }
          decorators = [
            { type = judge, mood = bad }
          ]
        }
        """);
    assertThatThrownBy(() -> workplace.load().profile("mine"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("A judge is never in a bad mood")
        .hasMessageContaining("file=holdall.conf, line=4")
        .hasMessageContaining("decorator=judge");
  }

  @Test
  void sectionOfTheWrongShapeIsToldWithItsPlace() {
    workplace.conf(
        """
        holdall.profiles.mine {
          storage { type = json, path = x }
          decorators = [{ type = cache
            names { a = 1 }
          }]
        }
        """);
    assertThatThrownBy(() -> workplace.load().profile("mine"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("names has type OBJECT rather than LIST")
        .hasMessageContaining("line=4");
  }

  @Test
  void decoratorsThereAreAreListed() {
    assertThat(workplace.load().decorators())
        .extracting(DecoratorFactory::type)
        .contains("cache", "judge");
    assertThat(workplace.load().brokenDecorators()).isEmpty();
  }

  private List<String> around(String profile) {
    try (Storage storage = workplace.load().profile(profile).open()) {
      return storage.extension(Around.class).map(Around::decorators).orElse(List.of());
    }
  }
}

package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.Configuration;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HOLDALL_* variables change, and which of them are refused. */
class EnvironmentTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
  }

  @Test
  void pathsOfDatabaseAndOfFilesHaveShortNames() {
    workplace.env("HOLDALL_DB_PATH", "/srv/x.db").env("HOLDALL_STORAGE_PATH", "files");

    Profiles profiles = workplace.load();

    assertThat(profiles.profile("production_sqlite").settings().path("path"))
        .isEqualTo(Path.of("/srv/x.db"));
    assertThat(profiles.profile("development").settings().path("path"))
        .isEqualTo(workplace.directory().resolve("files"));
  }

  @Test
  void everySettingOfATypeHasAVariableThatWinsOverTheFile() {
    workplace
        .conf("holdall.profiles.development.storage.durability = power")
        .env("HOLDALL_JSON_DURABILITY", "process")
        .env("HOLDALL_JSON_MAX_VALUE_BYTES", "1MiB")
        .env("HOLDALL_JSON_PATH", "own")
        .env("HOLDALL_STORAGE_PATH", "general")
        .env("HOLDALL_SQLITE_DURABILITY", "process");

    Profile development = workplace.load().profile("development");

    assertThat(development.settings().text("durability")).isEqualTo("process");
    assertThat(development.settings().bytes("max-value-bytes")).isEqualTo(1 << 20);
    assertThat(development.settings().path("path")).isEqualTo(workplace.directory().resolve("own"));
  }

  @Test
  void typeOfTheSelectedProfileChangesAndOnlyOfThat() {
    workplace.env("HOLDALL_STORAGE_TYPE", "sqlite").env("HOLDALL_DB_PATH", "d.db");
    workplace.conf("holdall.profiles.other.storage { type = json, path = o }");

    Profiles profiles = workplace.load();

    assertThat(profiles.profile("development").type()).isEqualTo("sqlite");
    assertThat(profiles.profile("development").settings().path("path"))
        .isEqualTo(workplace.directory().resolve("d.db"));
    assertThat(profiles.profile("other").type()).isEqualTo("json");
    assertThat(profiles.select("other").list())
        .filteredOn(ProfileSummary::selected)
        .extracting(ProfileSummary::type)
        .containsExactly("sqlite");
  }

  @Test
  void otherTypeBringsNoSettingsOfTheFormerOne() {
    workplace.env("HOLDALL_STORAGE_TYPE", "sqlite");

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("The storage of type sqlite needs the setting 'path'")
        .hasMessageContaining("variable=HOLDALL_DB_PATH");
  }

  @Test
  void sameTypeAgainKeepsTheSettings() {
    workplace.env("HOLDALL_STORAGE_TYPE", "json");

    assertThat(workplace.load().profile("development").settings().path("path"))
        .isEqualTo(workplace.directory().resolve("data"));
  }

  @Test
  void wrongTypeOrTextNamesItsVariable() {
    workplace.env("HOLDALL_STORAGE_TYPE", "sqlit");
    assertThatThrownBy(workplace::load)
        .hasMessageContaining("did you mean 'sqlite'?")
        .hasMessageContaining("origin=environment variable HOLDALL_STORAGE_TYPE");

    workplace.env("HOLDALL_STORAGE_TYPE", "").env("HOLDALL_JSON_READ_ONLY", "maybe");
    assertThatThrownBy(workplace::load)
        .hasMessageContaining("'maybe' is not a value for setting 'read-only'")
        .hasMessageContaining("origin=environment variable HOLDALL_JSON_READ_ONLY");
  }

  @Test
  void emptyVariableIsNoneAtAll() {
    workplace
        .env("HOLDALL_PROFILE", "")
        .env("HOLDALL_CONFIG", "")
        .env("HOLDALL_STORAGE_PATH", "")
        .env("HOLDALL_WHATEVER", "");

    assertThat(workplace.load().profile("development").settings().path("path"))
        .isEqualTo(workplace.directory().resolve("data"));
  }

  @ParameterizedTest
  @CsvSource({
    "HOLDALL_PROFIL, HOLDALL_PROFILE",
    "HOLDALL_DBPATH, HOLDALL_DB_PATH",
    "HOLDALL_STORAGE_PAHT, HOLDALL_STORAGE_PATH",
    "HOLDALL_JSON_DURABLITY, HOLDALL_JSON_DURABILITY",
    "HOLDALL_SQLLITE_PATH, HOLDALL_SQLITE_PATH",
    "HOLDALL_MEMORY_MAX_VALUE_BITES, HOLDALL_MEMORY_MAX_VALUE_BYTES",
  })
  void mistypedVariableIsRefusedWithTheNearestName(String typed, String meant) {
    workplace.env(typed, "x");

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining(
            "Unknown environment variable " + typed + ", did you mean " + meant + "?");
  }

  @Test
  void variableLikeNoOtherIsRefusedWithAllThatAreKnown() {
    workplace.env("HOLDALL_CONNECTION_STRING", "x");

    assertThatThrownBy(workplace::load)
        .hasMessageStartingWith(
            "Unknown environment variable HOLDALL_CONNECTION_STRING; known are HOLDALL_CONFIG,"
                + " HOLDALL_DB_PATH, HOLDALL_PROFILE, HOLDALL_STORAGE_PATH, HOLDALL_STORAGE_TYPE,"
                + " and HOLDALL_<TYPE>_<SETTING> of ")
        .hasMessageContainingAll("json, memory,", "sqlite,", "cache,");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOLDALL_HOME",
        "HOLDALL_JAVA_OPTS",
        "HOLDALL_TEST_HEAVY",
        "HOLDALL_BENCH_THREADS",
        "HOLDALL_APP_ANYTHING",
        "HOLDALL_SERVICE_HOST",
        "HOLDALL_SERVICE_PORT",
        "HOLDALL_SERVICE_PORT_HTTP",
        "HOLDALL_PORT",
        "HOLDALL_PORT_8080_TCP",
        "HOLDALL_PORT_8080_TCP_ADDR",
        "HOLDALL_WEB_SERVICE_HOST",
        "holdall_profil",
        "MY_HOLDALL_THING",
      })
  void variablesOfOthersAreLeftAlone(String name) {
    workplace.env(name, "x");

    assertThatCode(workplace::load).doesNotThrowAnyException();
  }

  @Test
  void settingsOfATypeWhoseJarIsMissingAreNotJudged() {
    workplace
        .backends(StandIns.Json.class)
        .env("HOLDALL_SQLITE_PATH", "x.db")
        .env("HOLDALL_SQLITE_ANYTHING", "x");

    assertThatCode(workplace::load).doesNotThrowAnyException();
  }
}

package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.config.Origin.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which profiles there are, which one is selected, and how one's own are made. */
class ProfilesTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
  }

  @Test
  void withoutAnyFileThereAreTheBuiltInProfilesAndNoOthers() {
    Profiles profiles = workplace.load();

    assertThat(profiles.names())
        .containsExactly("cloud_direct", "development", "embedded_fast", "production_sqlite");
    assertThat(profiles.selected().name()).isEqualTo("development");
    assertThat(profiles.selected().origin().kind()).isEqualTo(Kind.BUILT_IN);
    assertThat(path(profiles, "development")).isEqualTo(absolute("data"));
    assertThat(profiles.profile("development").type()).isEqualTo("json");
    assertThat(path(profiles, "production_sqlite")).isEqualTo(absolute("holdall.db"));
    assertThat(profiles.profile("production_sqlite").type()).isEqualTo("sqlite");
  }

  @Test
  void userFileAddsProfilesAndSelectsOne() {
    workplace.conf(
        """
        holdall {
          profile = archive
          profiles.archive { description = "old things", storage { type = sqlite, path = /a.db } }
        }
        """);

    Profiles profiles = workplace.load();

    assertThat(profiles.names())
        .containsExactly(
            "archive", "cloud_direct", "development", "embedded_fast", "production_sqlite");
    assertThat(profiles.selected().name()).isEqualTo("archive");
    assertThat(profiles.selected().origin()).hasToString("holdall.conf:2");
    assertThat(profiles.profile("archive").description()).isEqualTo("old things");
    assertThat(path(profiles, "archive")).isEqualTo("/a.db");
  }

  @Test
  void settingsOfOverriddenProfileMergeWithBuiltInOnes() {
    workplace.conf("holdall.profiles.development.storage.durability = process");

    Profile development = workplace.load().profile("development");

    assertThat(development.settings().text("durability")).isEqualTo("process");
    assertThat(development.settings().path("path")).isEqualTo(Path.of(absolute("data")));
  }

  @Test
  void changingTheTypeDropsWhatBelongedToTheFormerType() {
    workplace.conf("holdall.profiles.development.storage { type = sqlite, path = x.db }");

    assertThat(path(workplace.load(), "development")).isEqualTo(absolute("x.db"));

    workplace.conf("holdall.profiles.development.storage { type = sqlite }");

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("The storage of type sqlite needs the setting 'path'")
        .hasMessageContaining("variable=HOLDALL_DB_PATH");
  }

  @Test
  void settingOfTheSameTypeWrittenAgainIsKept() {
    workplace.conf("holdall.profiles.development.storage { type = json, durability = process }");

    assertThat(path(workplace.load(), "development")).isEqualTo(absolute("data"));
  }

  @Test
  void nullTakesBackWhatIsInherited() {
    workplace.conf("holdall.profiles.development.storage.path = null");

    assertThatThrownBy(workplace::load).hasMessageContaining("needs the setting 'path'");
  }

  @Test
  void profileInheritsFromBuiltInOneBySubstitution() {
    workplace.conf(
        "holdall.profiles.mine = ${holdall.profiles.development} { storage.path = other }");

    Profile mine = workplace.load().profile("mine");

    assertThat(mine.type()).isEqualTo("json");
    assertThat(mine.settings().path("path")).isEqualTo(Path.of(absolute("other")));
    assertThat(mine.description()).isEqualTo(workplace.load().profile("development").description());
  }

  @Test
  void profileInheritsThroughOthersOfTheSameFileInWhateverOrder() {
    workplace.conf(
        """
        holdall.profiles {
          third = ${holdall.profiles.second} { storage.segment-bytes = 1MiB }
          second = ${holdall.profiles.first} { storage.durability = process }
          first { storage { type = json, path = one } }
        }
        """);

    Profile third = workplace.load().profile("third");

    assertThat(third.settings().path("path")).isEqualTo(Path.of(absolute("one")));
    assertThat(third.settings().text("durability")).isEqualTo("process");
    assertThat(third.settings().bytes("segment-bytes")).isEqualTo(1 << 20);
  }

  @Test
  void inheritingWithAnotherTypeDropsInheritedSettingsOnly() {
    workplace.conf(
        """
        holdall.profiles {
          first { storage { type = json, path = one, durability = process } }
          second = ${holdall.profiles.first} { storage { type = sqlite, path = two.db } }
          third = ${holdall.profiles.second} { storage.read-only = true }
        }
        """);

    Profile third = workplace.load().profile("third");

    assertThat(third.type()).isEqualTo("sqlite");
    assertThat(third.settings().path("path")).isEqualTo(Path.of(absolute("two.db")));
    assertThat(third.settings().text("durability")).isEqualTo("power");
    assertThat(third.settings().flag("read-only")).isTrue();
  }

  @Test
  void equalSettingsOfUnrelatedProfilesOnOneLineAreKept() {
    workplace.conf(
        "holdall.profiles { a { storage { type = json, path = x, durability = process } }"
            + ", b { storage { type = sqlite, path = x, durability = process } } }");

    Profiles profiles = workplace.load();

    assertThat(profiles.profile("a").settings().text("durability")).isEqualTo("process");
    assertThat(profiles.profile("b").settings().text("durability")).isEqualTo("process");
    assertThat(path(profiles, "b")).isEqualTo(absolute("x"));
  }

  @Test
  void profileMayExtendItself() {
    workplace.conf(
        "holdall.profiles.development = ${holdall.profiles.development}"
            + " { storage.durability = process }");

    assertThat(workplace.load().profile("development").settings().text("durability"))
        .isEqualTo("process");
    assertThat(path(workplace.load(), "development")).isEqualTo(absolute("data"));
  }

  @Test
  void environmentIsSubstitutedAsHoconDoes() {
    workplace
        .conf(
            """
            holdall.profiles.mine.storage {
              type = json
              path = ${DATA_DIR}/chats
              durability = power
              durability = ${?DURABILITY}
              segment-bytes = ${?NOT_SET}
            }
            """)
        .env("DATA_DIR", "/srv")
        .env("DURABILITY", "process");

    Profile mine = workplace.load().profile("mine");

    assertThat(mine.settings().path("path")).isEqualTo(Path.of("/srv/chats"));
    assertThat(mine.settings().text("durability")).isEqualTo("process");
    assertThat(mine.settings().bytes("segment-bytes")).isEqualTo(64 << 20);
  }

  @Test
  void fileMayLeaveTheSelectionToTheEnvironment() {
    workplace.conf("holdall.profile = ${?DEPLOYMENT}");
    assertThat(workplace.load().selected().name()).isEqualTo("development");

    workplace.env("DEPLOYMENT", "production_sqlite");
    assertThat(workplace.load().selected().name()).isEqualTo("production_sqlite");
    assertThat(workplace.load().selected().origin()).hasToString("environment variable DEPLOYMENT");
  }

  @Test
  void filesMayIncludeOthersBesideThem() {
    workplace
        .conf("include \"team.conf\"\nholdall.profile = team")
        .file("work/team.conf", "holdall.profiles.team.storage { type = json, path = t }");

    assertThat(path(workplace.load(), "team")).isEqualTo(absolute("t"));
  }

  @Test
  void includedProfileMayReferToOthersFromWithin() {
    workplace
        .conf("holdall.profiles.team { include \"team.conf\" }")
        .file("work/team.conf", "storage = ${holdall.profiles.development.storage} { path = t }");

    assertThat(path(workplace.load(), "team")).isEqualTo(absolute("t"));
  }

  @Test
  void fileIsFoundByVariableThenInTheDirectoryThenOnTheClassPath() {
    workplace.resource("holdall.conf", "holdall.profiles.c.storage { type = json, path = c }");
    assertThat(workplace.load().names()).contains("c");

    workplace.conf("holdall.profiles.b.storage { type = json, path = b }");
    assertThat(workplace.load().names()).contains("b").doesNotContain("c");

    workplace
        .file("work/etc/a.conf", "holdall.profiles.a.storage { type = json, path = a }")
        .env("HOLDALL_CONFIG", "etc/a.conf");
    assertThat(workplace.load().names()).contains("a").doesNotContain("b", "c");
    assertThat(path(workplace.load(), "a")).isEqualTo(absolute("a"));

    workplace.file("given.conf", "holdall.profiles.g.storage { type = json, path = g }");
    assertThat(workplace.loader().file(Path.of("../given.conf")).load().names())
        .contains("g")
        .doesNotContain("a", "b", "c");
  }

  @Test
  void variableSelectsAndProgramSelectsOverIt() {
    workplace.env("HOLDALL_PROFILE", "production_sqlite");

    Profiles profiles = workplace.load();
    assertThat(profiles.selected().name()).isEqualTo("production_sqlite");
    assertThat(profiles.selected().origin()).hasToString("environment variable HOLDALL_PROFILE");

    Profiles chosen = workplace.loader().select("development").load();
    assertThat(chosen.selected().name()).isEqualTo("development");
    assertThat(chosen.selected().origin()).hasToString("given by the program");
  }

  @Test
  void opensTheSelectedProfileOrTheNamedOne() {
    workplace.conf(
        "holdall.profiles.small.storage { type = json, path = s, max-value-bytes = 10 }");
    Profiles profiles = workplace.load();

    try (Storage storage = profiles.open()) {
      storage.put(Key.of("a", "b"), Value.json("{}"));
      assertThat(storage.capabilities().maxValueBytes()).isEqualTo(16 << 20);
    }
    try (Storage storage = profiles.open("small")) {
      assertThat(storage.capabilities().maxValueBytes()).isEqualTo(10);
    }
  }

  @Test
  void programMayChangeASettingOfAProfile() {
    Profile readOnly = workplace.load().profile("development").with("read-only", "true");

    try (Storage storage = readOnly.open()) {
      assertThatThrownBy(() -> storage.put(Key.of("a", "b"), Value.json("{}")))
          .isInstanceOf(AccessDenied.class);
    }
    assertThatThrownBy(() -> readOnly.with("raed-only", "true"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("did you mean 'read-only'?")
        .hasMessageContaining("profile=development");
    assertThatThrownBy(() -> readOnly.with("read-only", "yes"))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("true or false")
        .hasMessageContaining("origin=given by the program");
  }

  @Test
  void failureToOpenNamesProfileBackendAndOperation() {
    workplace.conf("holdall.profiles.development.storage.path = locked");

    assertThatThrownBy(() -> workplace.load().open())
        .isInstanceOf(Unavailable.class)
        .hasMessage(
            "Another process holds the store"
                + " [reason=locked, operation=open, backend=json, profile=development]");
  }

  @Test
  void profileGivesWhatMaintainsItsStore() {
    Profile profile = workplace.load().profile("development");

    assertThat(profile.factory().type()).isEqualTo("json");
    assertThat(profile.maintenance()).isPresent();
    assertThat(profile).hasToString("Profile[development, json]");
  }

  @Test
  void loadingWithAnEnvironmentNeedsNoMore() {
    Profiles profiles =
        Profiles.load(
            Map.of("HOLDALL_PROFILE", "m"),
            workplace.conf("holdall.profiles.m.storage.type = memory").directory());

    try (Storage storage = profiles.open()) {
      assertThat(storage.capabilities().backend()).isEqualTo("memory");
    }
  }

  private static String path(Profiles profiles, String name) {
    return profiles.profile(name).settings().path("path").toString();
  }

  private String absolute(String relative) {
    return workplace.directory().resolve(relative).toString();
  }
}

package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.StorageException.Configuration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is refused with its place and a hint, and breaks nothing else. */
class BrokenProfilesTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "holdal.profile = x | Unknown key 'holdal' in the file, did you mean 'holdall'?",
        "holdall.profil = x | Unknown key 'profil' in holdall, did you mean 'profile'?",
        "holdall.decorators = [cache] | Unknown key 'decorators' in holdall",
        "holdall = 5 | 'holdall' must be an object in braces",
        "holdall.profiles = [] | 'holdall.profiles' must be an object in braces",
        "holdall.profiles = ${x}, holdall.profiles.a { } | must be written out",
        "holdall.profile = { a = b } | 'holdall.profile' must be the name of a profile; did you"
            + " mean 'holdall.profiles.a'?",
        "holdall.profile = 5 | 'holdall.profile' must be the name of a profile",
        "holdall.profile = ${nowhere} | Could not resolve substitution to a value: ${nowhere}",
        "holdall { profile = x | Expecting close brace } or a comma, got end of file",
        "include required(\"gone.conf\") | cannot be read",
        "holdall.profiles.development.storage.path = \\data | Reserved character '\\'",
      })
  void fileThatMakesNoSenseIsRefused(String conf, String message) {
    workplace.conf(conf);

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining(message.strip())
        .hasMessageContaining("file=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "descripton = x | Unknown key 'descripton' in profile mine, did you mean 'description'?",
        "decoratorz = [] | Unknown key 'decoratorz' in profile mine, did you mean 'decorators'?",
        "decorators = [cache] | 'each of the decorators' must be an object in braces",
        "decorators = {} | 'decorators' must be a list: [{ type = … }, …]",
        "decorators = [{ key = x }] | A decorator needs a type",
        "decorators = [{ type = chache }] | Unknown decorator type 'chache', did you mean 'cache'?",
        "decorators = [{ type = cache, byts = 1 }] | Unknown key 'byts' in decorator of type cache,"
            + " did you mean 'bytes'?",
        "decorators = [{ type = cache, bytes = [] }] | 'bytes' must be a single value",
        "decorators = [{ type = cache, bytes = x }] | 'x' is not a value for setting 'bytes'",
        "decorators = [{ type = cache, tier = x }] | 'tier' must be an object in braces or a list",
        "decorators = [{ type = cache, teir {} }] | Unknown key 'teir' in decorator of type cache,"
            + " did you mean 'tier'?",
        "decorators = [{ type = cache, tier {} }] | 'tier' needs storage { type = … }",
        "decorators = [{ type = cache, tier { storage { type = memory, x = 1 } } }] | Unknown key"
            + " 'x'",
        "decorators = [{ type = metrics }] | needs the artifact io.holdall:storage-metrics",
        "decorators = [{ type = judge }, { type = cache }] | Decorator cache must not stand outside"
            + " judge: a cache outside access control would answer everybody",
        "storage.pth = x | Unknown key 'pth' in storage of type json, did you mean 'path'?",
        "storage.path = [a, b] | 'path' must be a single value",
        "storage.path { x = y } | 'path' must be a single value",
        "storage.path = ${nowhere} | Could not resolve substitution to a value: ${nowhere}",
        "storage.durability = fast | 'fast' is not a value for setting 'durability'",
        "storage.type = jsn | Unknown storage type 'jsn', did you mean 'json'?",
        "storage.path = \"\" | '' is not a value for setting 'path'",
        "storage.path = \"a\\u0000b\" | is not a value for setting 'path'",
        "storage = 7 | 'storage' must be an object in braces",
      })
  void wrongEntryOfAProfileIsRefusedWithItsPlace(String entry, String message) {
    workplace.conf(
        """
        holdall {
          profile = mine
          profiles.mine {
            storage { type = json, path = x }
            %s
          }
        }
        """
            .formatted(entry));

    Configuration refused = catchThrowableOfType(Configuration.class, workplace::load);

    assertThat(refused)
        .hasMessageContaining(message.strip())
        .hasMessageContaining("profile=mine")
        .hasMessageContaining("selected-by=holdall.conf:2");
    assertThat(refused.attribute("file")).hasValue("holdall.conf");
    assertThat(refused.attribute("line")).hasValue("5");
  }

  @Test
  void profileWrittenInThePlaceOfTheSelectedNameIsRefusedAlsoWhenAnotherIsSelected() {
    workplace.conf("holdall.profile.mine { storage { type = json, path = x } }");
    workplace.env("HOLDALL_PROFILE", "development");

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("did you mean 'holdall.profiles.mine'?")
        .hasMessageContaining("line=1");
  }

  @Test
  void missingSettingIsSaidWithBothWaysToGiveIt() {
    workplace.conf("holdall.profiles.mine.storage.type = sqlite");

    assertThatThrownBy(() -> workplace.load().profile("mine"))
        .isInstanceOf(Configuration.class)
        .hasMessageStartingWith(
            "The storage of type sqlite needs the setting 'path', where the data is: write it in"
                + " the profile, or set HOLDALL_DB_PATH");
  }

  @Test
  void profileNeedsStorageAndStorageAType() {
    workplace.conf("holdall { profiles { a {}, b { storage {} }, c = 5 } }");
    Profiles profiles = workplace.load();

    assertThatThrownBy(() -> profiles.profile("a")).hasMessageContaining("needs storage");
    assertThatThrownBy(() -> profiles.profile("b")).hasMessageContaining("needs a type");
    assertThatThrownBy(() -> profiles.profile("c")).hasMessageContaining("object in braces");
  }

  @Test
  void unknownProfileIsRefusedWithTheNearestName() {
    workplace.env("HOLDALL_PROFILE", "production-sqlite");

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessage(
            "Unknown profile 'production-sqlite', did you mean 'production_sqlite'?"
                + " Known are cloud_direct, development, embedded_fast, production_sqlite"
                + " [profile=production-sqlite,"
                + " selected-by=environment variable HOLDALL_PROFILE]");
  }

  @Test
  void brokenProfilesAreListedWithTheirProblemAndHinderNoOther() {
    workplace.conf(
        """
        holdall.profiles {
          cycle = ${holdall.profiles.circle}
          circle = ${holdall.profiles.cycle}
          dangling.storage { type = json, path = ${nowhere} }
          heir = ${holdall.profiles.dangling} { storage.path = x }
          mistyped { description = "with a typo", storage { type = json, path = x, duarbility = process } }
          sound = ${holdall.profiles.development} { storage.path = y }
        }
        """);

    List<ProfileSummary> list = workplace.load().list();

    assertThat(list)
        .filteredOn(profile -> profile.problem().isEmpty())
        .extracting(ProfileSummary::name)
        .containsExactly(
            "cloud_direct", "development", "embedded_fast", "production_sqlite", "sound");
    assertThat(list)
        .filteredOn(profile -> profile.problem().isPresent())
        .extracting(ProfileSummary::name)
        .containsExactly("circle", "cycle", "dangling", "heir", "mistyped");
    assertThat(list)
        .filteredOn(ProfileSummary::selected)
        .extracting(ProfileSummary::name)
        .containsExactly("development");
    ProfileSummary mistyped = list.get(list.size() - 3);
    assertThat(mistyped.description()).isEqualTo("with a typo");
    assertThat(mistyped.type()).isEqualTo("json");
    assertThat(mistyped.problem().orElseThrow())
        .hasMessageContaining("did you mean 'durability'?")
        .hasMessageContaining("line=6");
  }

  @Test
  void soundPartOfABrokenProfileMayBeInherited() {
    workplace.conf(
        """
        holdall.profiles {
          broken { dscription = x, storage { type = json, path = x } }
          heir.storage = ${holdall.profiles.broken.storage} { path = y }
        }
        """);

    assertThat(workplace.load().profile("heir").settings().path("path"))
        .isEqualTo(workplace.directory().resolve("y"));
  }

  @Test
  void toolsMayReadProfilesAlthoughTheSelectedOneIsBroken() {
    workplace.conf("holdall.profile = gone");

    Profiles profiles = workplace.loader().loadUnchecked();

    assertThat(profiles.list()).noneMatch(ProfileSummary::selected);
    assertThat(profiles.profile("development").type()).isEqualTo("json");
    assertThatThrownBy(profiles::open).hasMessageContaining("Unknown profile 'gone'");
    assertThat(profiles.select("development").selected().name()).isEqualTo("development");
  }

  @Test
  void namedFileMustBeThere() {
    workplace.env("HOLDALL_CONFIG", "nowhere.conf");
    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("no such configuration file")
        .hasMessageContaining("nowhere.conf");

    workplace.env("HOLDALL_CONFIG", "no\0name");
    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("environment variable HOLDALL_CONFIG");
  }

  @Test
  void whatAFileSaysIsNotRepeatedWhereItMayBeASecret() {
    workplace.conf("holdall.profiles.mine.storage { type = sqlite, password = hunter2\\x }");
    assertThatThrownBy(workplace::load).message().doesNotContain("hunter2");

    workplace.conf("holdall.profiles.mine.storage { type = sqlite, password hunter2 }");
    assertThatThrownBy(workplace::load)
        .message()
        .contains("may not be followed by token: '}'")
        .doesNotContain("hunter2");

    workplace.conf(
        """
        holdall.profile = mine
        holdall.profiles.mine.storage { type = sqlite, path = x, password = [hunter2] }
        """);
    assertThatThrownBy(workplace::load).message().doesNotContain("hunter2");
  }

  @Test
  void missingJarIsNamed() {
    workplace.backends();

    assertThatThrownBy(workplace::load)
        .isInstanceOf(Configuration.class)
        .hasMessageContaining(
            "Type 'json' needs the artifact io.holdall:storage-json in the build; there are memory")
        .hasMessageContaining("origin=built-in");
  }
}

package io.holdall.storage.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every effective value is told with its origin, and no secret. */
class ExplanationTest {
  @TempDir Path root;
  private Workplace workplace;

  @BeforeEach
  void setUp() {
    workplace = new Workplace(root);
  }

  @Test
  void everyValueIsToldWithWhereItCameFrom() {
    workplace
        .conf(
            """
            holdall.profiles {
              mine = ${holdall.profiles.production_sqlite} {
                description = mine
                storage {
                  durability = ${?DURABILITY}
                  path = ${DIR}"/mine.db"
                  max-batch-operations = 50
                }
              }
            }
            """)
        .env("DIR", "/srv")
        .env("DURABILITY", "process")
        .env("HOLDALL_SQLITE_MAX_VALUE_BYTES", "2MiB")
        .env("HOLDALL_SQLITE_PASSWORD", "hunter2")
        .env("HOLDALL_STORAGE_PATH", "elsewhere");

    Explanation explanation = workplace.load().profile("mine").with("read-only", "true").explain();

    assertThat(explanation.text())
        .isEqualTo(
            """
            profile mine: mine
              storage.type                 = sqlite        # built-in
              storage.path                 = /srv/mine.db  # holdall.conf:6 with environment variable DIR
              storage.durability           = process       # environment variable DURABILITY
              storage.read-only            = true          # given by the program
              storage.password             = ********      # environment variable HOLDALL_SQLITE_PASSWORD
              storage.max-value-bytes      = 2MiB          # environment variable HOLDALL_SQLITE_MAX_VALUE_BYTES
              storage.max-batch-operations = 50            # holdall.conf:7
              storage.max-batch-bytes      = 64MiB         # default
              # HOLDALL_STORAGE_PATH is set but not used by this profile
            """);
    assertThat(explanation.toString()).doesNotContain("hunter2");
  }

  @Test
  void settingsThatAreNotSetAreNotListed() {
    Explanation explanation = workplace.load().profile("production_sqlite").explain();

    assertThat(explanation.settings())
        .extracting(EffectiveSetting::name)
        .containsExactly(
            "storage.type",
            "storage.path",
            "storage.durability",
            "storage.read-only",
            "storage.max-value-bytes",
            "storage.max-batch-operations",
            "storage.max-batch-bytes");
    assertThat(explanation.settings().get(1).value())
        .isEqualTo(workplace.directory().resolve("holdall.db").toString());
    assertThat(explanation.unusedVariables()).isEmpty();
  }

  @Test
  void placeOutsideTheWorkingDirectoryIsToldInFull() {
    workplace.file("etc/other.conf", "holdall.profiles.o.storage { type = json, path = o }");
    Path file = root.resolve("etc/other.conf");

    Profile profile = workplace.loader().file(file).load().profile("o");

    assertThat(profile.explain().settings().get(0).origin()).hasToString(file + ":1");
  }

  @Test
  void placeOnTheClassPathIsTold() {
    workplace.resource("holdall.conf", "holdall.profiles.o.storage { type = json, path = o }");

    Origin origin = workplace.load().profile("o").explain().settings().get(0).origin();

    assertThat(origin.kind()).isEqualTo(Origin.Kind.FILE);
    assertThat(origin.where()).contains("classes/holdall.conf");
    assertThat(origin.line()).isEqualTo(1);
  }

  @Test
  void profileWithoutDescriptionIsExplainedWithoutOne() {
    workplace.conf("holdall.profiles.m.storage.type = memory");

    assertThat(workplace.load().profile("m").explain().text())
        .startsWith("profile m\n  storage.type ");
  }
}

package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What takes something away asks a person first, and nobody else. */
final class ConsentTest {
  @TempDir Path directory;
  private Stores stores;
  private String file = "";

  @BeforeEach
  void fill() throws IOException {
    stores = Stores.in(directory);
    stores.runWith("1", "put", "a");
    stores.run("append", "chats", "old");
    file =
        Files.writeString(
                directory.resolve("chats.json"),
                "{\"messages\":[{\"role\":\"user\",\"content\":\"new\"}]}")
            .toString();
    stores.run("copy", "--to", "production_sqlite");
    stores.with("production_sqlite").runWith("2", "put", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Remove 1 entry? [y/N] | rm a",
        "Delete 1 session with 1 message? [y/N] | delete-session chats",
        "Replace 1 stored session? [y/N] | import FILE --on-different replace",
        "Overwrite what differs in the store of 'production_sqlite'? [y/N]"
            + " | copy --to production_sqlite --on-conflict overwrite"
      })
  void aPersonIsAskedAndMayRefuse(String row) {
    String question = row.substring(0, row.indexOf(" |"));
    String[] command = row.substring(row.indexOf("| ") + 2).replace("FILE", file).split(" ");
    for (String answer : new String[] {"", "n\n", "nonsense\n"}) {
      CommandRun refused = stores.runOnTerminal(answer, command);

      assertThat(refused.exitCode()).as(answer).isEqualTo(1);
      assertThat(refused.err()).contains(question, "Nothing was changed.");
      assertThat(refused.out()).isEmpty();
    }
    assertThat(stores.run("get", "a").out()).isEqualTo("1");
    assertThat(stores.run("show", "chats").out()).contains("old");
    assertThat(stores.with("production_sqlite").run("get", "a").out()).isEqualTo("2");

    assertThat(stores.runOnTerminal("Y\n", command).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm a", "delete-session chats", "import FILE --on-different replace"})
  void whoeverSaysYesBeforehandIsNotAsked(String row) {
    CommandRun run = stores.runOnTerminal("", (row.replace("FILE", file) + " --yes").split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rm a", "delete-session chats", "import FILE --on-different replace"})
  void aScriptIsNotAsked(String row) {
    CommandRun run = stores.run(row.replace("FILE", file).split(" "));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void nobodyIsAskedWhereNothingWouldBeTakenAway() {
    assertThat(stores.runOnTerminal("", "import", file, "--on-different", "rename").err())
        .isEmpty();
    assertThat(stores.runOnTerminal("", "rm", "a", "--dry-run").err()).isEmpty();
    assertThat(stores.runOnTerminal("", "copy", "--to", "production_sqlite").err())
        .doesNotContain("[y/N]");
  }
}

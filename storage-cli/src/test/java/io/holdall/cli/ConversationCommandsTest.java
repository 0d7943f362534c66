package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ConversationCommandsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void appendedMessagesAreShownInOrder(String profile) {
    Stores stores = Stores.in(directory).with(profile);

    assertThat(stores.run("append", "s1", "Guten Tag").out()).isEqualTo("0\n");
    assertThat(stores.runWith("Hello\nyou\n", "append", "s1", "-r", "assistant", "-").out())
        .isEqualTo("1\n");
    JsonNode third =
        stores.run("append", "s1", "--role", "tool", "--tool-call-id", "c1", "42", "--json").json();
    assertThat(third.get("sequence").asInt()).isEqualTo(2);

    CommandRun shown = stores.run("show", "s1");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .containsSubsequence(
            "s1, 3 messages", "0  user", "Guten Tag", "1  assistant", "      Hello")
        .containsSubsequence("      you", "2  tool", "← 42");
    assertThat(stores.run("show", "s1", "--last", "1").out()).doesNotContain("Hello");
    assertThat(stores.run("show", "s1", "--json").jsonLines())
        .hasSize(3)
        .last()
        .satisfies(
            message -> {
              assertThat(message.get("message").get("tool_call_id").asString()).isEqualTo("c1");
              assertThat(message.get("sequence").asInt()).isEqualTo(2);
            });
  }

  @Test
  void sessionsAreListedLatestFirstAndByOwner() {
    Stores stores = Stores.in(directory);
    stores.run("append", "one", "x");
    stores.run("append", "two", "x");
    stores.run("append", "one", "y");

    CommandRun all = stores.run("sessions");
    assertThat(all.lines().get(0)).startsWith("SESSION");
    assertThat(all.lines().get(1)).startsWith("one ");
    assertThat(all.lines().get(2)).startsWith("two ");
    CommandRun first = stores.run("sessions", "--limit", "1", "--json");
    assertThat(first.jsonLines()).hasSize(1);
    assertThat(first.json().get("messages").asInt()).isEqualTo(2);
    assertThat(first.err()).contains("There are more");
    assertThat(stores.run("sessions", "--owner", "nobody").out())
        .isEqualTo("There are no sessions.\n");
  }

  @Test
  void missingSessionIsAnErrorWithTheNearest() {
    Stores stores = Stores.in(directory);
    stores.run("append", "trip-to-lisbon", "x");

    CommandRun run = stores.run("show", "trip-to-lisbo");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Did you mean 'trip-to-lisbon'?");
  }

  @Test
  void mistypedRoleIsRefusedAndNothingIsStored() {
    Stores stores = Stores.in(directory);

    CommandRun run = stores.run("append", "s", "--role", "usr", "x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown role 'usr', did you mean 'user'?", "--any-role");
    assertThat(stores.run("append", "s", "--role", "", "x").exitCode()).isEqualTo(2);
    assertThat(stores.run("append", "s", "--role", "User", "x").err()).contains("'user'");
    assertThat(stores.run("sessions").exitCode()).isEqualTo(10);
  }

  @Test
  void rolesOfChatsAreTakenAndAnyOtherIfItIsMeant() {
    Stores stores = Stores.in(directory);
    for (String role : List.of("system", "developer", "user", "assistant", "tool", "function")) {
      assertThat(stores.run("append", "s", "--role", role, "x").exitCode()).as(role).isZero();
    }

    assertThat(stores.run("append", "s", "--role", "critic", "--any-role", "x").out())
        .isEqualTo("6\n");
    assertThat(stores.run("show", "s", "--last", "1").out()).contains("critic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void deletedSessionIsGone(String profile) {
    Stores stores = Stores.in(directory).with(profile);
    stores.run("append", "one", "x");
    stores.run("append", "two", "x");

    CommandRun dry = stores.run("delete-session", "one", "--dry-run");
    assertThat(dry.out()).isEqualTo("would delete one, 1 message\n");
    assertThat(stores.run("show", "one").exitCode()).isZero();

    CommandRun run = stores.run("delete-session", "one", "none");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("deleted one, 1 message\n");
    assertThat(run.err()).contains("There is no session 'none'");
    assertThat(stores.run("show", "one").exitCode()).isEqualTo(1);
    assertThat(stores.run("show", "two").exitCode()).isZero();
    assertThat(stores.run("delete-session", "two", "--json").json().get("deleted").asBoolean())
        .isTrue();
  }

  @Test
  void tricksInStoredTextDoNotReachTheTerminal() {
    Stores stores = Stores.in(directory);
    stores.run("append", "s", "\u001b[2Jgone", "--role", "\u001b[31muser", "--any-role");

    assertThat(stores.run("show", "s").out()).doesNotContain("\u001b");
    assertThat(stores.run("show", "s", "--json").out()).doesNotContain("\u001b");
    assertThat(stores.run("sessions").out()).doesNotContain("\u001b");
  }
}

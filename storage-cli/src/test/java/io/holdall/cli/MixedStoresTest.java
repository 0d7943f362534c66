package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations of which entries come from two stores, or were lost. */
final class MixedStoresTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"skip", "overwrite"})
  void sessionsOfTwoStoresAreListedOnceAndCountedRight(String onConflict) {
    Stores json = Stores.in(directory);
    Stores sqlite = json.with("production_sqlite");
    for (int i = 0; i < 5; i++) {
      sqlite.run("append", "s", "in sqlite");
      sqlite.run("append", "only-in-sqlite", "x");
    }
    json.run("append", "s", "in json");
    json.run("append", "only-in-json", "x");

    CommandRun copy = json.run("copy", "--to", "production_sqlite", "--on-conflict", onConflict);

    assertThat(copy.exitCode()).isEqualTo(3);
    assertThat(copy.out()).contains("Sessions were counted and listed anew: 3 sessions.");
    assertThat(sqlite.run("sessions", "--json").jsonLines())
        .extracting(session -> session.get("session").asString())
        .containsExactlyInAnyOrder("s", "only-in-json", "only-in-sqlite");
    for (String session : new String[] {"s", "only-in-json", "only-in-sqlite"}) {
      int shown = sqlite.run("show", session, "--json").jsonLines().size();
      assertThat(sqlite.run("show", session).lines().get(0))
          .contains(", " + shown + (shown == 1 ? " message" : " messages"));
      String text = onConflict.equals("skip") ? "in json" : "in sqlite";
      assertThat(sqlite.run("show", session).out()).doesNotContain(text);
    }
  }

  @Test
  void dryRunSaysWhatWouldBecomeOfWhatDiffers() {
    Stores json = Stores.in(directory);
    json.runWith("1", "put", "a");
    json.runWith("1", "put", "b");
    json.with("production_sqlite").runWith("2", "put", "a");

    assertThat(dryRun(json, "fail")).contains("1 entry would be copied, up to the first of 1 that");
    assertThat(dryRun(json, "skip")).contains("1 entry would be copied, and 1 that differ left");
    assertThat(dryRun(json, "overwrite")).contains("and 1 that differ overwritten.");
  }

  private static String dryRun(Stores stores, String onConflict) {
    return stores
        .run("copy", "--to", "production_sqlite", "--dry-run", "--on-conflict", onConflict)
        .out();
  }

  @Test
  void aRepairCountsTheMessagesThatAreLeft() throws IOException {
    Stores stores = Stores.in(directory).with("production_sqlite");
    stores.run("append", "s", "the first");
    stores.run("append", "s", "to be damaged");
    stores.run("append", "s", "the last");
    String text = Files.readString(stores.sqlite(), StandardCharsets.ISO_8859_1);
    Files.writeString(
        stores.sqlite(),
        text.replace("to be damaged", "tX be damaged"),
        StandardCharsets.ISO_8859_1);

    CommandRun repair = stores.run("repair");

    assertThat(repair.exitCode()).isEqualTo(3);
    assertThat(repair.out()).contains("Sessions were counted and listed anew: 1 session.");
    assertThat(stores.run("show", "s").lines().get(0)).isEqualTo("s, 2 messages");
    assertThat(stores.run("stats", "--json").json().get("messages").asInt()).isEqualTo(2);
  }

  @Test
  void aRepairThatCanReadNothingDoesNotSayThatNothingIsLost() throws IOException {
    Stores stores = Stores.in(directory).with("production_sqlite");
    Files.write(stores.sqlite(), new byte[5_000]);

    CommandRun repair = stores.run("repair", "--dry-run");

    assertThat(repair.exitCode()).isEqualTo(3);
    assertThat(repair.out())
        .contains("nobody can say what is lost")
        .doesNotContain("Nothing is lost");
  }
}

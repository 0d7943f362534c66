package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreCommandsTest {
  private static final List<String> READING =
      List.of(
          "sessions",
          "show s",
          "export",
          "stats",
          "verify",
          "ls",
          "get k",
          "rm k --dry-run",
          "delete-session s --dry-run");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void readingAStoreThatIsNotThereMakesNothing(String profile) throws Exception {
    Stores stores = Stores.in(directory).with(profile);
    for (String command : READING) {
      CommandRun run = stores.run(command.split(" "));

      assertThat(run.exitCode()).as(command).isEqualTo(10);
      assertThat(run.out()).as(command).isEmpty();
      assertThat(run.err().lines()).as(command).hasSize(2);
      assertThat(run.err()).as(command).contains("holdall import FILE");
    }
    for (String command : List.of("rm k", "delete-session s", "repair", "copy --to memory_only")) {
      assertThat(stores.run(command.split(" ")).exitCode()).as(command).isIn(10, 2);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void readingWorksBesideAWriterAndWritingSaysWhoHoldsTheStore() {
    Stores stores = Stores.in(directory);
    try (Storage writer = open(stores)) {
      writer.put(Key.of("k"), Value.json("1"));

      assertThat(stores.run("get", "k").out()).startsWith("1");
      assertThat(stores.run("stats").exitCode()).isZero();
      assertThat(stores.run("verify").exitCode()).isZero();
      for (String command : List.of("put k", "append s x", "rm k", "repair")) {
        CommandRun run = stores.runWith("2", command.split(" "));
        assertThat(run.exitCode()).as(command).isEqualTo(11);
        assertThat(run.err()).as(command).contains("holder");
      }
      writer.put(Key.of("k"), Value.json("3"));
    }
    assertThat(stores.run("get", "k").out()).startsWith("3");
  }

  @Test
  void sqliteIsWrittenBesideAWriter() {
    Stores stores = Stores.in(directory).with("production_sqlite");
    try (Storage writer = open(stores)) {
      assertThat(stores.run("append", "s", "x").out()).isEqualTo("0\n");
      writer.put(Key.of("k"), Value.json("3"));
      assertThat(stores.run("get", "k").out()).startsWith("3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void figuresAreCounted(String profile) {
    Stores stores = Stores.in(directory).with(profile);
    stores.run("append", "one", "x");
    stores.run("append", "one", "x");
    stores.run("append", "two", "x");

    CommandRun run = stores.run("stats", "--json");
    assertThat(run.json().get("sessions").asInt()).isEqualTo(2);
    assertThat(run.json().get("messages").asInt()).isEqualTo(3);
    assertThat(run.json().get("entries").asInt()).isGreaterThan(4);
    assertThat(stores.run("stats").out()).containsPattern("messages +3");
  }

  @Test
  void copyIsVerifiedAndCanBeRepeated() {
    Stores stores = Stores.in(directory);
    stores.run("append", "one", "x");
    stores.runWith("{}", "put", "k");

    CommandRun dry = stores.run("copy", "--to", "production_sqlite", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).contains("entries would be copied");
    assertThat(stores.sqlite()).doesNotExist();

    CommandRun copy = stores.run("copy", "--to", "production_sqlite");
    assertThat(copy.exitCode()).isZero();
    assertThat(copy.out()).contains("0 missing, 0 different, 0 only in the target");
    assertThat(stores.with("production_sqlite").run("export").out())
        .isEqualTo(stores.run("export").out());
    assertThat(stores.run("copy", "--to", "production_sqlite").out()).contains("Copied 0 entries");
  }

  @Test
  void copyMeetingOtherValuesDoesAsItIsTold() {
    Stores stores = Stores.in(directory);
    Stores target = stores.with("production_sqlite");
    stores.runWith("1", "put", "k");
    target.runWith("2", "put", "k");
    target.runWith("2", "put", "extra");

    CommandRun refused = stores.run("copy", "--to", "production_sqlite");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("another value for k", "--on-conflict");
    CommandRun skipped =
        stores.run("copy", "--to", "production_sqlite", "--on-conflict", "skip", "--json");
    assertThat(skipped.exitCode()).isEqualTo(3);
    assertThat(skipped.json().get("verification").get("different").asInt()).isEqualTo(1);
    CommandRun replaced =
        stores.run("copy", "--to", "production_sqlite", "--on-conflict", "overwrite");
    assertThat(replaced.exitCode()).isEqualTo(3);
    assertThat(replaced.out()).contains("extra  extra");
    assertThat(target.run("get", "k").out()).startsWith("1");
  }

  @Test
  void copyToTheSameStoreIsUsage() {
    Stores stores = Stores.in(directory);
    stores.runWith("1", "put", "k");

    assertThat(stores.run("copy", "--to", "development").exitCode()).isEqualTo(2);
    assertThat(stores.run("copy").exitCode()).isEqualTo(2);
    assertThat(stores.run("copy", "--to", "produktion").err()).contains("production_sqlite");
  }

  @Test
  void damageIsFoundAndRepairedAndTheLossIsTold() throws Exception {
    Stores stores = Stores.in(directory);
    for (int i = 0; i < 20; i++) {
      stores.runWith("{\"number\": " + i + "}", "put", "k/" + (10 + i));
    }
    assertThat(stores.run("verify").out()).contains("Sound");
    assertThat(stores.run("repair").out()).contains("Nothing to repair");
    damage(stores.json());

    CommandRun verify = stores.run("verify", "--json");
    assertThat(verify.exitCode()).isEqualTo(3);
    assertThat(verify.json().get("damages").get(0).get("offset").asLong()).isPositive();
    CommandRun dry = stores.run("repair", "--dry-run");
    assertThat(dry.exitCode()).isEqualTo(3);
    assertThat(dry.out()).contains("Would be lost");
    assertThat(stores.run("verify").exitCode()).isEqualTo(3);
    CommandRun repair = stores.run("repair");
    assertThat(repair.exitCode()).isEqualTo(3);
    assertThat(repair.out()).contains("Lost:", "The damaged files are kept at");
    assertThat(stores.run("verify").exitCode()).isZero();
    assertThat(stores.run("get", "k/29").exitCode()).isZero();
  }

  @Test
  void queryAnswersInSeveralForms() {
    Stores stores = Stores.in(directory).with("production_sqlite");
    stores.runWith("{\"a\": \"x, \\\"y\\\"\"}", "put", "t/1");
    stores.runWith("{\"a\": 5}", "put", "t/2");
    String sql = "SELECT name, value->>'$.a' AS a FROM json_entries WHERE parent = ? ORDER BY key";

    assertThat(stores.run("query", sql, "--param", "t").lines())
        .containsExactly("name\ta", "1\tx, \"y\"", "2\t5");
    assertThat(stores.run("query", sql, "--param", "t", "--csv").lines())
        .containsExactly("name,a", "1,\"x, \"\"y\"\"\"", "2,5");
    assertThat(
            stores.run("query", sql, "--param", "t", "--json").jsonLines().get(1).get("a").asInt())
        .isEqualTo(5);
    assertThat(
            stores
                .run("query", "SELECT typeof(?), typeof(?)", "--param", "5", "--param", "text:5")
                .lines())
        .contains("integer\ttext");
  }

  @Test
  void queryCannotWriteAndSaysWhatIsWrong() {
    Stores stores = Stores.in(directory).with("production_sqlite");
    stores.runWith("1", "put", "k");

    for (String statement :
        List.of(
            "DELETE FROM entries",
            "WITH x AS (SELECT 1) DELETE FROM entries",
            "INSERT INTO entries VALUES ('a', 1, 1, 'x')",
            "PRAGMA journal_mode=DELETE",
            "ATTACH 'other.db' AS other",
            "VACUUM INTO 'copy.db'")) {
      CommandRun write = stores.run("query", statement);
      assertThat(write.exitCode()).as(statement).isEqualTo(1);
      assertThat(write.err()).as(statement).contains("can only read", "'holdall put'");
      assertThat(stores.run("query", statement, "--json").err()).contains("AccessDenied");
      assertThat(stores.run("get", "k").exitCode()).isZero();
    }
    assertThat(stores.run("query", "").exitCode()).isEqualTo(2);
    CommandRun wrong = stores.run("query", "SELEC 1");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("syntax error");
    assertThat(stores.run("query", "SELECT ?").exitCode()).isEqualTo(2);
    stores.with("development").runWith("1", "put", "k");
    CommandRun noSql = stores.with("development").run("query", "SELECT 1");
    assertThat(noSql.exitCode()).isEqualTo(1);
    assertThat(noSql.err()).contains("--profile production_sqlite");
  }

  @Test
  void profilesAreListedAndExplained() throws Exception {
    Stores stores = Stores.in(directory);
    Path config =
        Files.writeString(
            directory.resolve("my.conf"),
            """
            holdall.profiles.notes.storage { type = json, path = notes }
            holdall.profiles.wrong.storage { type = jason }
            """);

    CommandRun list = stores.run("profiles", "--config", config.toString());
    assertThat(list.exitCode()).isEqualTo(3);
    assertThat(list.out())
        .contains("notes", "production_sqlite", "sqlite")
        .containsPattern("\\* +development");
    assertThat(stores.run("profiles", "--json").jsonLines()).hasSize(4);
    CommandRun explained = stores.run("explain", "notes", "--config", config.toString());
    assertThat(explained.exitCode()).isZero();
    assertThat(explained.out()).containsPattern("storage.type +json").contains("my.conf");
    assertThat(stores.run("explain", "--json").json().get("profile").asString())
        .isEqualTo("development");
    assertThat(stores.run("explain", "wrong", "-c", config.toString()).err())
        .contains("did you mean 'json'?");
  }

  private static Storage open(Stores stores) {
    return Profiles.load(stores.environment(), stores.directory()).open();
  }

  /** Spoils some bytes in the middle of the largest file. */
  private static void damage(Path store) throws IOException {
    Path largest;
    try (Stream<Path> files = Files.walk(store)) {
      largest =
          files
              .filter(Files::isRegularFile)
              .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
              .orElseThrow();
    }
    try (FileChannel channel = FileChannel.open(largest, StandardOpenOption.WRITE)) {
      channel.write(
          java.nio.ByteBuffer.wrap("########".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
          largest.toFile().length() / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read-only | {type = read-only}",
        "limits | {type = limits, max-entries = 9}, {type = read-only}",
        "retry | {type = retry}, {type = metrics}"
      })
  void queriesPassDecoratorsThatDoNotChangeWhatIsRead(String row) throws IOException {
    CommandRun run = queryThrough(row.substring(row.indexOf('|') + 1));

    assertThat(run.out()).isEqualTo("count(*)\n1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compression | {type = compression}, {type = read-only}",
        "namespace | {type = namespace, prefix = a}",
        "access-control | {type = access-control, rules = []}"
      })
  void queriesDoNotReadPastDecoratorsThatHideOrEncode(String row) throws IOException {
    CommandRun run = queryThrough(row.substring(row.indexOf('|') + 1));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("SQL would read past", "'mine'", row.substring(0, row.indexOf(' ')));
  }

  private CommandRun queryThrough(String decorators) throws IOException {
    Stores stores = Stores.in(directory);
    stores.with("production_sqlite").runWith("1", "put", "a");
    Path config = directory.resolve("holdall.conf");
    Files.writeString(
        config,
        "holdall.profiles.mine { storage { type = sqlite }, decorators = [" + decorators + "] }");
    return stores
        .with("mine")
        .run("query", "SELECT count(*) FROM entries", "--config", config.toString());
  }
}

package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a newcomer mistypes or misplaces is named, with what to do about it. */
final class MistakesTest {
  @TempDir private Path directory;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectories(directory.resolve("notes"));
    Files.writeString(directory.resolve("notes/shopping.txt"), "milk and bread\n".repeat(100));
    Files.writeString(directory.resolve("empty.json"), "");
    Files.writeString(directory.resolve("hello.txt"), "hello");
  }

  /** A directory of stores holds one in JSON and one in SQLite. */
  @ParameterizedTest
  @CsvSource({
    "development, others, 2, holds other files and is no store",
    "development, files, 2, a file where the directory of the store should be",
    "development, files/store, 2, a file where the directory of the store should be",
    "production_sqlite, others, 2, names a directory",
    "production_sqlite, files, 1, no SQLite database",
    "production_sqlite, files/store, 2, a file in the place of a directory",
  })
  void aPathThatIsSomethingElse(String profile, String stores, int exitCode, String text)
      throws IOException {
    for (String name : new String[] {"store", "store.db"}) {
      Files.createDirectories(directory.resolve("others").resolve(name));
      Files.copy(shopping(), directory.resolve("others").resolve(name).resolve("list.txt"));
      Files.createDirectories(directory.resolve("files"));
      Files.copy(shopping(), directory.resolve("files").resolve(name));
    }
    CommandRun run = Stores.in(directory.resolve(stores)).with(profile).run("append", "s", "hello");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).contains(text, directory.toString()).doesNotContain("try again");
    assertThat(directory.resolve("files/store")).hasSameTextualContentAs(shopping());
    assertThat(directory.resolve("files/store.db")).hasSameTextualContentAs(shopping());
  }

  private Path shopping() {
    return directory.resolve("notes/shopping.txt");
  }

  @Test
  void aDirectoryIsNoFile() {
    CommandRun imported = run("import", directory.resolve("notes").toString());
    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err()).contains("notes is a directory", "Name the files in it");

    run("append", "s", "hello");
    CommandRun exported = run("export", "--output", directory.resolve("notes").toString());
    assertThat(exported.exitCode()).isEqualTo(1);
    assertThat(exported.err()).contains("notes is a directory", "Name a file in it");
  }

  @Test
  void anExportToADirectoryThatIsNotThereNamesIt() {
    run("append", "s", "hello");
    CommandRun run = run("export", "--output", directory.resolve("nowhere/x.jsonl").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("nowhere").doesNotContain(".part");
  }

  @Test
  void aFileOfNoFormatIsSaidToBeOne() {
    CommandRun text = run("import", directory.resolve("hello.txt").toString());
    assertThat(text.exitCode()).isEqualTo(2);
    assertThat(text.err()).contains("No chat format recognises the file", "--format", "openai");
    CommandRun empty = run("import", directory.resolve("empty.json").toString());
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("it is empty", "empty.json");
  }

  @Test
  void anUnknownProfileIsAnsweredWithTheListOfThem() {
    CommandRun run = run("sessions", "--profile", "developmet");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'development'?", "'holdall profiles'");
  }

  @Test
  void readOnlyProfilesSayWhereThatStands() throws IOException {
    run("append", "s", "hello", "--profile", "production_sqlite");
    Files.writeString(
        directory.resolve("holdall.conf"),
        "holdall.profiles.mine.storage { type = sqlite, path = x, read-only = true }");

    CommandRun run = run("append", "s", "hello", "-p", "mine", "-c", directory + "/holdall.conf");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("opened read-only", "'holdall explain'");
  }

  private CommandRun run(String... arguments) {
    return Stores.in(directory.resolve("stores")).run(arguments);
  }

  @Test
  void commandThatIsNotThereIsAnsweredWithTheNearestIfOneIsNear() {
    Stores stores = Stores.in(directory);

    assertThat(stores.run("sttas").err()).contains("'sttas'", "Did you mean stats?");
    assertThat(stores.run("frobnicate").err())
        .doesNotContain("Did you mean")
        .contains("'holdall --help'");
  }

  @Test
  void keyThatIsNotEncodedIsAnsweredWithTheOneThatIsMeant() {
    Stores stores = Stores.in(directory);

    assertThat(stores.run("get", "my settings/x").err())
        .contains("did you mean 'my%20settings/x'?", "'holdall ls'");
    assertThat(stores.run("get", "a//b").err()).contains("none of them empty");
  }

  @Test
  void conditionThatDoesNotHoldIsSaidInTheWordsOfTheOption() {
    Stores stores = Stores.in(directory);
    stores.runWith("1", "put", "a");

    CommandRun absent = stores.runWith("2", "put", "a", "--if-absent");
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.err()).contains("There is an entry a already");
    assertThat(stores.runWith("2", "put", "a", "--if-version", "77").err())
        .contains("The entry a does not have that version", "holdall get --version");
    for (String more : List.of("", "--dry-run")) {
      CommandRun other = stores.run(("rm a --if-version 77 " + more).strip().split(" "));
      assertThat(other.exitCode()).as(more).isEqualTo(1);
      assertThat(other.err()).contains("The entry a does not have that version");
    }
    assertThat(stores.run("get", "a").out()).isEqualTo("1");
  }

  @Test
  void brokenProfilesAreNotAnsweredWithACommandThatNeedsThem() throws IOException {
    Stores stores = Stores.in(directory);
    Path config = directory.resolve("holdall.conf");
    Files.writeString(config, "holdall.profiles.mine { storage { type = sqlit } }");

    CommandRun run = stores.run("stats", "--config", config.toString(), "--profile", "mine");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'sqlite'?", "line 1", "docs/profiles.md");
  }

  @Test
  void missingSettingIsSaidOnce() throws IOException {
    Stores stores = Stores.in(directory);
    Path config = directory.resolve("holdall.conf");
    Files.writeString(
        config,
        "holdall.profiles.mine { storage { type = json }, decorators = [{ type = namespace }] }");

    CommandRun run = stores.run("stats", "--config", config.toString(), "--profile", "mine");

    assertThat(run.err())
        .contains("needs the setting 'prefix'", "set HOLDALL_NAMESPACE_PREFIX")
        .containsOnlyOnce("prefix'")
        .containsOnlyOnce("HOLDALL_NAMESPACE_PREFIX");
  }
}

package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.cli.command.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportExportTest {
  private static final String TWO_SESSIONS =
      """
      [{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": null,
        "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c1", "content": "1.50"}]},
       {"messages": [{"role": "user", "content": "Ho", "unknown": {"kept": [1.0, null]}}]}]
      """;
  private static final String ONE_BROKEN =
      """
      {"messages": [{"role": "user", "content": "secret words"}]}
      {"messages": [{"content": "secret words"}]}
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void conversationsComeOutAsTheyWentIn(String profile) throws Exception {
    Stores stores = Stores.in(directory).with(profile);
    Path file = file("chats.json", TWO_SESSIONS);

    CommandRun run = stores.run("import", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("imported 2 sessions, 4 messages, 1 tool call");

    Path exported = directory.resolve("out.json");
    CommandRun export =
        stores.run("export", "--format", "openai", "-o", exported.toString(), "--json");
    assertThat(export.json().get("messages").asInt()).isEqualTo(4);
    assertThat(Files.readString(exported))
        .contains("\"unknown\":{\"kept\":[1.0,null]}", "\"arguments\":\"{}\"");
    CommandRun again = stores.run("import", file.toString());
    assertThat(again.out()).contains("imported 0 sessions", "2 sessions there already");

    Stores copy = Stores.in(directory.resolve("copy")).with(profile);
    CommandRun everything = stores.run("export");
    assertThat(copy.runWith(everything.out(), "import", "-").exitCode()).isZero();
    assertThat(copy.run("export").out()).isEqualTo(everything.out());
  }

  @Test
  void partlyBrokenFileImportsNothingAndSaysWhereAndWhy() throws Exception {
    Stores stores = Stores.in(directory);
    Path good = file("good.json", TWO_SESSIONS);
    Path bad = file("bad.jsonl", ONE_BROKEN);

    CommandRun run = stores.run("import", good.toString(), bad.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("bad.jsonl: record 2", "Nothing was imported", "--skip-broken")
        .doesNotContain("secret");
    assertThat(stores.run("sessions").exitCode()).isEqualTo(10);

    CommandRun json = stores.run("import", bad.toString(), "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().get("imported").asBoolean()).isFalse();
    assertThat(json.json().get("broken").get(0).get("record").asInt()).isEqualTo(2);
    assertThat(json.jsonError().get("exit").asInt()).isEqualTo(1);
    assertThat(stores.run("sessions").out()).isEqualTo("There are no sessions.\n");
  }

  @Test
  void brokenRecordsAreLeftOutWhenAskedFor() throws Exception {
    Stores stores = Stores.in(directory);
    Path bad = file("bad.jsonl", ONE_BROKEN);

    CommandRun run = stores.run("import", bad.toString(), "--skip-broken");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("imported 1 session, 1 message");
    assertThat(run.err()).contains("left out: ", "record 2");
    assertThat(stores.run("sessions", "--json").jsonLines()).hasSize(1);
  }

  @Test
  void dryRunMakesNothing() throws Exception {
    Stores stores = Stores.in(directory);
    CommandRun run = stores.run("import", file("chats.json", TWO_SESSIONS).toString(), "--dry-run");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("would import 2 sessions");
    assertThat(stores.json()).doesNotExist();
  }

  @Test
  void changedSessionIsRefusedUnlessSaidOtherwise() throws Exception {
    Stores stores = Stores.in(directory);
    Path file = file("chats.json", TWO_SESSIONS);
    stores.run("import", file.toString());
    Files.writeString(file, TWO_SESSIONS.replace("Ho", "Hello"));

    CommandRun refused = stores.run("import", file.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("differs", "--on-different");
    assertThat(stores.run("import", file.toString(), "--on-different", "skip").exitCode())
        .isEqualTo(3);
    assertThat(stores.run("import", file.toString(), "--on-different", "replace").exitCode())
        .isZero();
    assertThat(stores.run("export").out()).contains("Hello");
  }

  @Test
  void exportDoesNotReplaceUnlessForced() throws Exception {
    Stores stores = Stores.in(directory);
    stores.run("append", "s", "x");
    Path file = file("precious.jsonl", "precious");

    CommandRun refused = stores.run("export", "-o", file.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("--force");
    assertThat(Files.readString(file)).isEqualTo("precious");
    assertThat(stores.run("export", "-o", file.toString(), "--force").exitCode()).isZero();
    assertThat(Files.readString(file)).contains("\"content\":\"x\"");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString())).noneMatch(f -> f.contains(".part"));
    }
  }

  @Test
  void missingSessionAndMissingFileAreErrors() {
    Stores stores = Stores.in(directory);
    stores.run("append", "lisbon", "x");

    CommandRun session = stores.run("export", "lisbn");
    assertThat(session.exitCode()).isEqualTo(1);
    assertThat(session.err()).contains("Did you mean 'lisbon'?");
    CommandRun file = stores.run("import", directory.resolve("none.json").toString());
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err()).contains("There is no file");
    assertThat(stores.run("export", "--format", "openay").exitCode()).isEqualTo(2);
  }

  @Test
  void interruptedImportSaysWhatStandsAndGoesOnWhenRepeated() throws Exception {
    Stores stores = Stores.in(directory);
    Path file = file("chats.json", TWO_SESSIONS);
    Cancellation cancellation = new Cancellation();
    cancellation.request();

    CommandRun run = stores.runWith(cancellation, "", "import", file.toString());
    assertThat(run.exitCode()).isEqualTo(130);
    assertThat(run.err()).contains("Interrupted", "Repeat");
    assertThat(stores.run("import", file.toString()).exitCode()).isZero();
    assertThat(stores.run("export", "--format", "openai").out()).contains("Hi", "Ho");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}

package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntryCommandsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void valueComesBackByteForByte(String profile) throws Exception {
    Stores stores = Stores.in(directory).with(profile);
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Path file = Files.write(directory.resolve("input.bin"), bytes);

    CommandRun put = stores.run("put", "images/logo", file.toString());
    assertThat(put.exitCode()).isZero();
    assertThat(stores.run("get", "images/logo").outBytes()).isEqualTo(bytes);
    assertThat(stores.run("get", "images/logo", "--version").out()).isEqualTo(put.out());
    assertThat(stores.run("get", "images/logo", "--json").json().get("format").asString())
        .isEqualTo("binary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void jsonIsStoredAsWrittenAndShownIndented(String profile) {
    Stores stores = Stores.in(directory).with(profile);

    CommandRun put = stores.runWith("{\"a\":  1.50, \"b\": [true]}\n", "put", "s/x", "--json");
    assertThat(put.json().get("format").asString()).isEqualTo("json");
    assertThat(put.json().get("bytes").asInt()).isEqualTo(26);
    assertThat(stores.run("get", "s/x").out()).isEqualTo("{\"a\":  1.50, \"b\": [true]}\n");
    assertThat(stores.run("get", "s/x", "--pretty").lines()).hasSize(4).contains("  \"a\" : 1.50,");
    assertThat(stores.run("get", "s/x", "--json").out()).contains("\"value\":{\"a\":1.50,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void conditionsAreKept(String profile) {
    Stores stores = Stores.in(directory).with(profile);
    String version = stores.runWith("1", "put", "n", "--if-absent").out().strip();

    CommandRun again = stores.runWith("2", "put", "n", "--if-absent");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err().lines()).hasSize(2);
    assertThat(stores.runWith("3", "put", "n", "--if-version", version).exitCode()).isZero();
    assertThat(stores.runWith("4", "put", "n", "--if-version", version).exitCode()).isEqualTo(1);
    assertThat(stores.run("rm", "n", "--if-version", version).exitCode()).isEqualTo(1);
    assertThat(stores.run("get", "n").out()).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void listingGoesBySegments(String profile) {
    Stores stores = Stores.in(directory).with(profile);
    for (String key : List.of("a", "a/b", "a/b/c", "a-b", "a/d/e", "a/d/f", "z%20y/1")) {
      stores.runWith("{}", "put", key);
    }

    assertThat(stores.run("ls").lines()).containsExactly("a", "a-b", "a/", "z%20y/");
    assertThat(stores.run("ls", "a").lines()).containsExactly("a", "a/b", "a/b/", "a/d/");
    assertThat(stores.run("ls", "a/").lines()).isEqualTo(stores.run("ls", "a").lines());
    assertThat(stores.run("ls", "a", "--recursive").lines())
        .containsExactly("a", "a/b", "a/b/c", "a/d/e", "a/d/f");
    assertThat(stores.run("ls", "-l", "a/d").lines())
        .hasSize(2)
        .allMatch(line -> line.matches("\\S+ +json +2  a/d/[ef]"));
    assertThat(stores.run("ls", "--json", "z%20y").jsonLines().get(0).get("key").asString())
        .isEqualTo("z%20y/1");

    CommandRun first = stores.run("ls", "-r", "--limit", "3");
    assertThat(first.lines()).containsExactly("a", "a-b", "a/b");
    assertThat(first.err()).contains("--after 'a/b'");
    assertThat(stores.run("ls", "-r", "--after", "a/b").lines())
        .containsExactly("a/b/c", "a/d/e", "a/d/f", "z%20y/1");
    assertThat(stores.run("ls", "--after", "a/").lines()).containsExactly("z%20y/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void removingSaysWhatWasThere(String profile) {
    Stores stores = Stores.in(directory).with(profile);
    stores.runWith("1", "put", "x");

    CommandRun dry = stores.run("rm", "x", "--dry-run");
    assertThat(dry.exitCode()).isZero();
    assertThat(dry.out()).contains("would remove x");
    assertThat(stores.run("get", "x").exitCode()).isZero();

    CommandRun both = stores.run("rm", "x", "y");
    assertThat(both.exitCode()).isEqualTo(3);
    assertThat(both.out()).isEqualTo("removed x\n");
    assertThat(both.err()).contains("There is no entry y");
    assertThat(stores.run("get", "x").exitCode()).isEqualTo(1);
    assertThat(stores.run("rm", "x", "--json").json().get("found").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get a//b", "put .. FILE", "ls %zz", "rm a%2fb"})
  void wrongKeyIsUsage(String commandLine) {
    CommandRun run = Stores.in(directory).run(commandLine.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("as 'holdall ls' prints them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":", "1 2", "", "nope"})
  void whatIsNotJsonIsRefusedAsJsonAndStoredAsBinary(String text) {
    Stores stores = Stores.in(directory);

    CommandRun refused = stores.runWith(text, "put", "k", "--format", "json");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("This is not JSON");
    assertThat(stores.json()).doesNotExist();
    assertThat(stores.runWith(text, "put", "k", "--json").json().get("format").asString())
        .isEqualTo("binary");
    assertThat(stores.run("get", "k").out()).isEqualTo(text);
  }
}

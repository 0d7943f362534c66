package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  @TempDir Path directory;

  @Test
  void demoDoesTheWholeJobAndCanBeRepeated() {
    Path demo = directory.resolve("demo");

    CommandRun first = Stores.in(directory).run("demo", "--directory", demo.toString());
    CommandRun second = Stores.in(directory).run("demo", "--directory", demo.toString());

    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .contains("12 sessions, 189 messages, 45 tool calls")
        .contains("All 900 are there, in one sequence without a gap.")
        .contains("identical, byte for byte")
        .contains("the same, message for message");
    assertThat(first.lines()).hasSizeLessThan(60);
    assertThat(withoutFigures(second)).isEqualTo(withoutFigures(first));
    assertThat(demo.resolve("holdall.db")).exists();
  }

  @Test
  void demoTellsItsFiguresToPrograms() {
    CommandRun run =
        Stores.in(directory)
            .run("demo", "--json", "--directory", directory.resolve("d").toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().get("messages").asInt()).isEqualTo(189);
    assertThat(run.json().get("appended").asInt()).isEqualTo(900);
    assertThat(run.json().get("verified")).isEqualTo(run.json().get("copied"));
  }

  @Test
  void demoLeavesOtherPeoplesFilesAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("thesis.txt"), "precious");

    CommandRun run = Stores.in(directory).run("demo", "--directory", directory.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is something else in it", "--directory");
    assertThat(Files.readString(file)).isEqualTo("precious");
  }

  /** Everything but what is measured. */
  private static List<String> withoutFigures(CommandRun run) {
    return run.lines().stream()
        .map(line -> line.replaceAll("[0-9.,]+ (ms|s|KiB|MiB|B)\\b", "~").replaceAll(" +", " "))
        .toList();
  }
}

package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.emulators.s3.FakeS3;
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
  void cloudDemoDoesTheWholeJobOnAnS3OfItsOwn() {
    Path demo = directory.resolve("demo");

    CommandRun first = Stores.in(directory).run("demo", "--cloud", "--directory", demo.toString());
    CommandRun second =
        Stores.in(directory).run("demo", "--cloud", "--json", "--directory", demo.toString());

    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out())
        .containsPattern("HOLDALL_PROFILE +cloud_direct")
        .containsPattern("HOLDALL_S3_SECRET_KEY +\\*{8}")
        .doesNotContain(FakeS3.SECRET_KEY)
        .contains("12 sessions, 189 messages, 45 tool calls")
        .contains("All 40 appended are there, in one sequence without a gap.")
        .contains("none is in any of them")
        .contains("identical, byte for byte")
        .contains("the same, message for message")
        .containsPattern("together +[0-9]");
    assertThat(first.lines()).hasSizeLessThan(60).allMatch(line -> line.length() <= 80);
    assertThat(demo.resolve("holdall.db")).exists();
    assertThat(second.exitCode()).isZero();
    assertThat(second.json().get("requestsOfSecondReading").asInt())
        .isLessThan(second.json().get("requestsOfFirstReading").asInt() / 3);
    assertThat(second.json().get("verified")).isEqualTo(second.json().get("copied"));
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

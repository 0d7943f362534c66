package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommonOptions;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class CommandLinesTest {
  @TempDir Path directory;

  static Stream<String> commands() {
    CommandContext context =
        new CommandContext(
            Terminal.ofStreams(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                80),
            Map.of(),
            new Cancellation(),
            new CommonOptions());
    return CommandLines.create(context).getSubcommands().keySet().stream();
  }

  @Test
  void thereAreTheCommandsThatAreDocumented() throws Exception {
    assertThat(commands())
        .contains("demo", "profiles", "explain", "import", "export", "sessions", "show", "append")
        .contains("delete-session", "copy", "ls", "get", "put", "rm", "stats", "verify", "repair")
        .contains("query", "completion", "help");
    String documentation = Files.readString(Path.of("../docs/cli.md"));
    assertThat(commands())
        .allSatisfy(name -> assertThat(documentation).contains("holdall " + name));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExampleAndTheCommonOptions(String command) {
    CommandRun run = Stores.in(directory).run(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: holdall " + command, "--profile", "--config", "--json", "--help")
        .containsPattern("Examples?:")
        .containsPattern("  (.* )?holdall .*" + command);
    assertThat(run.lines()).allMatch(line -> line.length() <= 80);
    assertThat(Stores.in(directory).run("help", command).out()).isEqualTo(run.out());
  }

  @Test
  void helpListsEveryCommandAndExitCode() {
    CommandRun run = Stores.in(directory).run("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(commands()).allSatisfy(name -> assertThat(run.out()).contains("\n  " + name + " "));
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(run.out()).contains("  " + exitCode.code() + " ", exitCode.meaning());
    }
    assertThat(run.out().split("Usage:", -1)).hasSize(2);
  }

  @Test
  void exitCodesAreThoseThatAreDocumented() throws Exception {
    String documentation = Files.readString(Path.of("../docs/cli.md"));
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(documentation).contains("| " + exitCode.code() + " | " + exitCode.meaning());
    }
  }

  @Test
  void versionIsPrintedOnce() {
    CommandRun run = Stores.in(directory).run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().split("holdall ", -1)).hasSize(2);
  }

  @Test
  void withoutCommandThereIsHelpAndUsage() {
    CommandRun run = Stores.in(directory).run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).contains("Usage: holdall");
  }

  @Test
  void mistypedCommandIsAnsweredWithTheNearest() {
    CommandRun run = Stores.in(directory).run("sesions");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("There is no command 'sesions'", "Did you mean sessions");
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void wrongUsageIsJsonWhereJsonIsWanted() {
    CommandRun run = Stores.in(directory).run("ls", "--json", "--fast");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.jsonError().get("kind").asString()).isEqualTo("Usage");
    assertThat(run.jsonError().get("message").asString()).contains("--fast");
    assertThat(run.jsonError().get("exit").asInt()).isEqualTo(2);
  }

  @Test
  void commonOptionsMayStandBeforeTheCommand() {
    Stores stores = Stores.in(directory);

    assertThat(stores.run("--json", "profiles").jsonLines())
        .isEqualTo(stores.run("profiles", "--json").jsonLines());
  }

  @Test
  void unknownProfileIsUsageWithTheNearest() {
    CommandRun run = Stores.in(directory).with("developmen").run("ls");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'development'?");
    assertThat(run.err().lines()).hasSize(2);
  }

  @Test
  void stackTraceIsPrintedOnlyWhenAskedFor() {
    Stores stores = Stores.in(directory).with("developmen");

    assertThat(stores.run("ls").err()).doesNotContain("\tat ");
    assertThat(stores.run("ls", "--debug").err()).contains("\tat io.holdall");
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    CommandRun run = Stores.in(directory).run("completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("delete-session", "--skip-broken", "bashcompinit");
  }

  @Test
  void helpOfAnUnknownCommandIsUsage() {
    assertThat(Stores.in(directory).run("help", "fly").exitCode()).isEqualTo(2);
  }

  @Test
  void everyOptionIsDescribed() {
    CommandLine root =
        CommandLines.create(
            new CommandContext(
                Terminal.ofStreams(
                    new ByteArrayInputStream(new byte[0]),
                    OutputStream.nullOutputStream(),
                    OutputStream.nullOutputStream(),
                    80),
                Map.of(),
                new Cancellation(),
                new CommonOptions()));
    for (CommandLine command : root.getSubcommands().values()) {
      assertThat(command.getCommandSpec().args())
          .allSatisfy(arg -> assertThat(arg.description()).as(arg.toString()).isNotEmpty());
    }
  }
}

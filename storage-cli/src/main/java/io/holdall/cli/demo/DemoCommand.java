package io.holdall.cli.demo;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows everything once. */
@Command(
    name = "demo",
    header = "See everything once, on bundled conversations.",
    description = {
      "Imports, appends from several threads, shows, counts, copies to SQLite, verifies and",
      "queries; needs no server and no network. The data stays, to be played with.",
      "With --cloud it does so in a bucket of an S3 inside this process."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall demo",
      "  holdall demo --cloud",
      "  holdall demo --directory /tmp/playground"
    })
public final class DemoCommand extends HoldallCommand {
  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "holdall-demo",
      description = "Where its stores are made; ${DEFAULT-VALUE}.")
  private Path directory = Path.of("holdall-demo");

  @Option(
      names = "--cloud",
      description = "The profile cloud_direct: a bucket, a cache before it, encryption.")
  private boolean cloud;

  /** In these surroundings. */
  public DemoCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() throws IOException {
    Narrator narrator =
        new Narrator(json() ? silent(terminal()) : terminal(), context().cancellation());
    DemoDirectory place = new DemoDirectory(directory);
    try {
      if (cloud) {
        new CloudDemo(narrator, place).run();
      } else {
        new Demo(narrator, place).run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      context().cancellation().checkpoint();
      throw new IllegalStateException("The demonstration was interrupted", e);
    }
    if (json()) {
      printJson(narrator.figures());
    }
    return ExitCode.DONE;
  }

  private static Terminal silent(Terminal terminal) {
    return new Terminal(
        terminal.in(),
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        terminal.err(),
        terminal.width(),
        false,
        false,
        false,
        terminal.style(),
        terminal.errStyle());
  }
}

package io.holdall.cli.demo;

import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Style;
import io.holdall.cli.terminal.Table;
import io.holdall.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a demonstration speaks: numbered sections to people, figures to programs. */
final class Narrator {
  static final String INDENT = "   ";

  private final Terminal terminal;
  private final Cancellation cancellation;
  private final Map<String, @Nullable Object> figures = JsonOutput.object();
  private int sections;

  Narrator(Terminal terminal, Cancellation cancellation) {
    this.terminal = terminal;
    this.cancellation = cancellation;
  }

  Terminal terminal() {
    return terminal;
  }

  Style style() {
    return terminal.style();
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** What was counted and measured, for programs. */
  Map<String, @Nullable Object> figures() {
    return figures;
  }

  void figure(String name, Object value) {
    figures.put(name, value);
  }

  void section(String title) {
    cancellation.checkpoint();
    line("");
    line(style().bold(++sections + ". " + title));
  }

  void say(String text) {
    line(INDENT + text);
  }

  void show(Table table) {
    table.print(terminal, INDENT);
  }

  void line(String text) {
    terminal.out().println(text);
    terminal.out().flush();
  }

  /** How the command is called from this directory. */
  static String commandFrom(Path directory) {
    Path launcher = Path.of(System.getProperty("holdall.launcher", "holdall"));
    return launcher.isAbsolute()
        ? directory.toAbsolutePath().normalize().relativize(launcher).toString()
        : launcher.toString();
  }

  /**
   * Ends the demonstration if it does not show what it is to show.
   *
   * @throws CommandFailure then
   */
  static void require(boolean asItShouldBe, String problem) {
    if (!asItShouldBe) {
      throw new CommandFailure(
          ExitCode.FAILED, problem, "This is a bug in Holdall: please report it.");
    }
  }
}

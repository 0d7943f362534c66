package io.holdall.cli.command;

import io.holdall.cli.command.Cancellation.Cancelled;
import io.holdall.cli.terminal.OutputClosed;
import io.holdall.cli.terminal.Terminal;
import io.holdall.cli.terminal.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints errors on standard error: a line for what happened and a line for what to do, or one JSON
 * document.
 */
public final class ErrorReport {
  private final Terminal terminal;
  private final boolean json;
  private final boolean debug;
  private final Cancellation cancellation;

  /** For the command that the options are for. */
  public ErrorReport(CommandContext context) {
    this(
        context.terminal(),
        context.options().json(),
        context.options().debug(),
        context.cancellation());
  }

  /** For a command line that could not be understood, so that its options are not known. */
  public ErrorReport(Terminal terminal, boolean json) {
    this(terminal, json, false, new Cancellation());
  }

  private ErrorReport(Terminal terminal, boolean json, boolean debug, Cancellation cancellation) {
    this.terminal = terminal;
    this.json = json;
    this.debug = debug;
    this.cancellation = cancellation;
  }

  /** Prints what is to be said of the exception, and tells how the process ends. */
  public ExitCode report(Throwable error) {
    if (error instanceof OutputClosed closed && closed.isByReader()) {
      return ExitCode.FAILED;
    }
    // What fails while it is being interrupted most likely fails because of that.
    boolean interrupted = cancellation.isRequested() && !(error instanceof CommandFailure);
    Throwable thrown = interrupted ? new Cancelled(error) : error;
    Problem problem = Problem.of(thrown);
    report(problem);
    if (debug) {
      thrown.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    return problem.exitCode();
  }

  /** Prints the problem. */
  public void report(Problem problem) {
    if (json) {
      JsonOutput.print(terminal.err(), asJson(problem));
    } else {
      terminal.err().println(terminal.errStyle().red("holdall: ") + Text.oneLine(problem.text()));
      terminal.err().println("         " + Text.oneLine(problem.advice()));
    }
  }

  private static Map<String, @Nullable Object> asJson(Problem problem) {
    Map<String, @Nullable Object> error = JsonOutput.object();
    error.put("kind", problem.kind());
    error.put("message", problem.text());
    error.put("advice", problem.advice());
    error.put("attributes", problem.attributes());
    error.put("exit", problem.exitCode().code());
    Map<String, @Nullable Object> document = JsonOutput.object();
    document.put("error", error);
    return document;
  }
}

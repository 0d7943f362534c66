package io.holdall.cli.command;

import io.holdall.cli.terminal.Progress;
import io.holdall.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: common options, surroundings, and a way to end. */
public abstract class HoldallCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec private CommandSpec spec;

  /** In these surroundings. */
  protected HoldallCommand(CommandContext context) {
    this.context = context;
  }

  /** Does the work; whatever it throws is reported by {@link ErrorReport}. */
  protected abstract ExitCode run() throws IOException;

  @Override
  public final Integer call() throws IOException {
    if (context.options().hasRolesOfNobody()) {
      throw usage("--as-role says more about --as, which is missing");
    }
    if (context.options().principal().isPresent() && !opensStore()) {
      throw usage("--as means nothing here: this command does not use a store as anybody");
    }
    ExitCode exitCode = run();
    context.terminal().out().flush();
    return exitCode.code();
  }

  /** Whether the command uses the store as applications do, so that it can do so as somebody. */
  protected boolean opensStore() {
    return true;
  }

  /** The surroundings. */
  protected final CommandContext context() {
    return context;
  }

  /** Where to read and print. */
  protected final Terminal terminal() {
    return context.terminal();
  }

  /** The store that options and environment choose. */
  protected final StoreAccess store() {
    return new StoreAccess(context);
  }

  /** Whether output is for programs. */
  protected final boolean json() {
    return context.options().json();
  }

  /** Prints a JSON document on a line of its own. */
  protected final void printJson(Object document) {
    JsonOutput.print(terminal().out(), document);
  }

  /** Prints a line for a person. */
  protected final void print(String line) {
    terminal().out().println(line);
  }

  /** Shows progress where a person sees it, and ends the work when it is interrupted. */
  protected final Progress progress(String task) {
    return new Progress(terminal(), task, context.cancellation()::checkpoint);
  }

  /** A parameter that picocli makes sure is given. */
  protected static <T> T given(@Nullable T parameter) {
    return Objects.requireNonNull(parameter);
  }

  /** An error in the command line, answered with a pointer to the command's help. */
  protected final ParameterException usage(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}

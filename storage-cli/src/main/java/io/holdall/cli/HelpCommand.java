package io.holdall.cli;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints help, as {@code --help} does. */
@Command(
    name = "help",
    header = "Print help on a command, or on holdall as a whole.",
    footerHeading = "%nExample:%n",
    footer = "  holdall help import")
final class HelpCommand extends HoldallCommand {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command.")
  private @Nullable String command;

  HelpCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    CommandLine root = spec.root().commandLine();
    CommandLine asked =
        command == null
            ? root
            : Optional.ofNullable(root.getSubcommands().get(command))
                .orElseThrow(() -> usage("There is no command '" + command + "'"));
    asked.usage(terminal().out());
    return ExitCode.DONE;
  }
}

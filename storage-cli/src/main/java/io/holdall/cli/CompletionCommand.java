package io.holdall.cli;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes a shell complete commands and options. */
@Command(
    name = "completion",
    header = "Print a completion script for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(holdall completion)          for this shell",
      "  holdall completion > ~/.holdall.sh    to be sourced from .bashrc or .zshrc"
    })
final class CompletionCommand extends HoldallCommand {
  @Spec private CommandSpec spec;

  CompletionCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected boolean opensStore() {
    return false;
  }

  @Override
  protected ExitCode run() {
    terminal().out().print(AutoComplete.bash("holdall", spec.root().commandLine()));
    return ExitCode.DONE;
  }
}

package io.holdall.cli;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ErrorReport;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.Problem;
import io.holdall.cli.terminal.Terminal;
import io.holdall.storage.spi.Nearest;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the commands together and runs one. */
final class CommandLines {
  private CommandLines() {}

  /** Runs the command that the arguments name, and tells how the process should end. */
  static int execute(CommandContext context, String... args) {
    Terminal terminal = context.terminal();
    try {
      return create(context).execute(args);
    } finally {
      terminal.err().flush();
    }
  }

  static CommandLine create(CommandContext context) {
    Terminal terminal = context.terminal();
    CommandLine commandLine = new CommandLine(new Holdall());
    commandLine.addMixin("common", context.options());
    for (HoldallCommand command : Commands.all(context)) {
      commandLine.addSubcommand(command);
    }
    commandLine
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.style().isColoured() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(60, Math.min(100, terminal.width())))
        .setExecutionStrategy(result -> executeLast(context, result))
        .setParameterExceptionHandler((e, args) -> usage(context, e, args))
        .setExecutionExceptionHandler((e, line, result) -> report(context, e));
    commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes());
    return commandLine;
  }

  private static int executeLast(CommandContext context, ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    if (!result.hasSubcommand()) {
      result.commandSpec().commandLine().usage(context.terminal().out());
      context.terminal().out().flush();
      return ExitCode.USAGE.code();
    }
    return new CommandLine.RunLast().execute(result);
  }

  private static int report(CommandContext context, Exception e) {
    if (e instanceof ParameterException usage) {
      return usage(context, usage);
    }
    context.terminal().out().flush();
    return new ErrorReport(context).report(e).code();
  }

  private static int usage(CommandContext context, ParameterException e, String... args) {
    boolean json = context.options().json() || Arrays.asList(args).contains("--json");
    CommandLine at = e.getCommandLine();
    String text = String.valueOf(e.getMessage());
    String advice = "'" + at.getCommandSpec().qualifiedName() + " --help' shows how it is used.";
    if (e instanceof UnmatchedArgumentException unmatched) {
      if (at.getParent() == null && !unmatched.isUnknownOption()) {
        String typed = unmatched.getUnmatched().get(0);
        text = "There is no command '" + typed + "'";
        advice =
            Nearest.to(typed, at.getSubcommands().keySet())
                .map(near -> "Did you mean " + near + "?")
                .orElse("'holdall --help' lists the commands there are.");
      } else {
        List<String> near = unmatched.getSuggestions();
        advice = near.isEmpty() ? advice : "Did you mean " + String.join(" or ", near) + "?";
      }
    }
    new ErrorReport(context.terminal(), json)
        .report(new Problem("Usage", text, advice, Map.of(), ExitCode.USAGE));
    return ExitCode.USAGE.code();
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      codes.put(Integer.toString(exitCode.code()), exitCode.meaning());
    }
    return codes;
  }
}

package io.holdall.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command itself, without which there is only its help. */
@Command(
    name = "holdall",
    versionProvider = HoldallVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Looks after stores of Holdall: conversations and any other entries, in JSON",
      "files, in SQLite, or wherever a profile says.%n"
    },
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall demo                           see everything once, on bundled data",
      "  holdall import chats.json              import conversations",
      "  holdall show trip-to-lisbon --last 5   read the end of one",
      "  holdall copy --to production_sqlite    move to SQLite, every entry verified",
      "",
      "'holdall COMMAND --help' says more of a command."
    })
final class Holdall {
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version.")
  @SuppressWarnings("UnusedVariable") // as for --help
  private boolean version;
}

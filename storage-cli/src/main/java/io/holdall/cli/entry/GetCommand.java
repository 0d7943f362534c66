package io.holdall.cli.entry;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a value. */
@Command(
    name = "get",
    header = "Print the value of an entry.",
    description = "Byte for byte as it was stored, unless --pretty is given.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall get settings/theme --pretty",
      "  holdall get images/logo > logo.png",
      "  version=$(holdall get counter --version)"
    })
public final class GetCommand extends HoldallCommand {
  @Parameters(paramLabel = "KEY", description = "The key.", converter = KeyConverter.class)
  private @Nullable Key key;

  @Option(names = "--pretty", description = "Indent JSON; the stored value stays as it is.")
  private boolean pretty;

  @Option(names = "--version", description = "Print the entry's version instead of its value.")
  private boolean version;

  /** In these surroundings. */
  public GetCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    Key wanted = given(key);
    try (Storage storage = store().openForReading()) {
      Entry entry =
          storage
              .get(wanted)
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.FAILED,
                          "There is no entry " + wanted,
                          "'holdall ls' lists the keys there are."));
      print(entry);
    }
    return ExitCode.DONE;
  }

  private void print(Entry entry) throws IOException {
    if (json()) {
      printJson(EntryJson.withValue(entry));
    } else if (version) {
      print(entry.version().text());
    } else if (pretty && entry.value().format() == Format.JSON) {
      print(JsonText.indented(entry.value()));
    } else {
      entry.value().writeTo(terminal().out());
      if (terminal().interactiveOut() && entry.value().format() == Format.JSON) {
        print("");
      }
    }
  }
}

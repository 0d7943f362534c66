package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ExportReport;
import io.holdall.storage.Storage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports conversations. */
@Command(
    name = "export",
    header = "Export conversations to a file or to standard output.",
    description = "A file appears, or replaces another, only when it is whole.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall export --output everything.jsonl",
      "  holdall export trip-to-lisbon --format openai"
    })
public final class ExportCommand extends HoldallCommand {
  @Parameters(
      paramLabel = "SESSION",
      arity = "0..*",
      description = "Which conversations; all if none is named.")
  private List<String> sessions = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "holdall-jsonl",
      description = {
        "holdall-jsonl, which keeps everything, openai, openai-jsonl, openai-messages",
        "or tau-bench; ${DEFAULT-VALUE}."
      })
  private String format = "holdall-jsonl";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file to write; standard output if not given.")
  private @Nullable Path output;

  @Option(
      names = {"-f", "--force"},
      description = "Replace the file if there is one.")
  private boolean force;

  /** In these surroundings. */
  public ExportCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    if (output != null && Files.isRegularFile(output) && !force) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "There is a file " + output + " already",
          "Name another one, or replace it with --force.");
    }
    if (output != null && Files.isDirectory(output)) {
      throw new CommandFailure(ExitCode.FAILED, output + " is a directory", "Name a file in it.");
    }
    try (Storage storage = store().openForReading()) {
      Conversations chats = Conversations.in(storage);
      for (String id : sessions) {
        if (!chats.exists(id)) {
          throw Sessions.missing(chats, id);
        }
      }
      ChatFiles files = ChatFiles.of(chats);
      if (output == null) {
        files.exportTo(new StaysOpen(terminal().out()), format, sessions);
      } else {
        say(exported(files, output));
      }
    }
    return ExitCode.DONE;
  }

  private ExportReport exported(ChatFiles files, Path file) throws IOException {
    try {
      return files.exportFile(file, format, sessions);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // a full disk, which does not say where
      FileSystemException named =
          new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  private void say(ExportReport report) {
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("file", String.valueOf(output));
      object.put("format", report.format());
      object.put("sessions", report.sessions());
      object.put("messages", report.messages());
      object.put("toolCalls", report.toolCalls());
      printJson(object);
    } else {
      print(
          "%s: exported %s, %s, %s (%s)"
              .formatted(
                  output,
                  Figures.count(report.sessions(), "session"),
                  Figures.count(report.messages(), "message"),
                  Figures.count(report.toolCalls(), "tool call"),
                  report.format()));
    }
  }

  /**
   * Standard output, which is not ours to close, and which ends the work when it is interrupted.
   */
  private final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      context().cancellation().checkpoint();
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}

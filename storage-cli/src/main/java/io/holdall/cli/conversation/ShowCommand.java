package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Text;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.Session;
import io.holdall.storage.Storage;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a conversation. */
@Command(
    name = "show",
    header = "Show a conversation with its tool calls and results.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdall show trip-to-lisbon --last 5", "  holdall show trip-to-lisbon --json"})
public final class ShowCommand extends HoldallCommand {
  @Parameters(paramLabel = "SESSION", description = "Which conversation.")
  private @Nullable String session;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "Only the last so many messages.")
  private @Nullable Integer last;

  @Option(names = "--full", description = "Do not shorten instructions and results of tools.")
  private boolean full;

  /** In these surroundings. */
  public ShowCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    if (last != null && last < 1) {
      throw usage("--last must be at least 1");
    }
    try (Storage storage = store().openForReading()) {
      Conversations chats = Conversations.in(storage);
      String id = given(session);
      Session found = chats.session(id).orElseThrow(() -> Sessions.missing(chats, id));
      Stream<Message> messages = last == null ? chats.messages(id) : chats.last(id, last).stream();
      if (json()) {
        messages.forEach(message -> printJson(ConversationJson.of(next(message))));
      } else {
        printTitle(found);
        MessagePrinter printer = new MessagePrinter(terminal(), ZoneId.systemDefault(), full);
        messages.forEach(message -> printer.print(next(message)));
      }
    }
    return ExitCode.DONE;
  }

  private Message next(Message message) {
    context().cancellation().checkpoint();
    return message;
  }

  private void printTitle(Session found) {
    StringBuilder line = new StringBuilder(terminal().style().bold(Text.oneLine(found.id())));
    found.title().ifPresent(title -> line.append(": ").append(Text.oneLine(title)));
    found.owner().ifPresent(owner -> line.append(", of ").append(Text.oneLine(owner)));
    line.append(", ").append(Figures.count(found.messageCount(), "message"));
    print(line.toString());
    print("");
  }
}

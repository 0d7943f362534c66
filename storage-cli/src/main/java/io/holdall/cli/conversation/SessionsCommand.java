package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.SessionQuery;
import io.holdall.storage.Storage;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists sessions. */
@Command(
    name = "sessions",
    header = "List conversations, the latest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdall sessions", "  holdall sessions --owner ana --limit 10 --json"})
public final class SessionsCommand extends HoldallCommand {
  private static final int TERMINAL_LIMIT = 50;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Only those of this owner.")
  private @Nullable String owner;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many; not given: 50 on a terminal, else all.")
  private @Nullable Integer limit;

  /** In these surroundings. */
  public SessionsCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    boolean person = terminal().interactiveOut() && !json();
    long most = limit == null ? (person ? TERMINAL_LIMIT : Long.MAX_VALUE) : limit;
    if (most < 1) {
      throw usage("--limit must be at least 1");
    }
    try (Storage storage = store().openForReading()) {
      SessionQuery query = owner == null ? SessionQuery.all() : SessionQuery.ofOwner(owner);
      print(Conversations.in(storage).stream(query), most);
    }
    return ExitCode.DONE;
  }

  private void print(Stream<Session> sessions, long most) {
    SessionTable table = new SessionTable();
    Iterator<Session> all = sessions.iterator();
    for (long shown = 0; shown < most && all.hasNext(); shown++) {
      context().cancellation().checkpoint();
      Session session = all.next();
      if (json()) {
        printJson(ConversationJson.of(session));
      } else {
        table.add(session);
      }
    }
    if (!json()) {
      table.print(terminal());
    }
    if (all.hasNext()) {
      terminal().out().flush();
      terminal().err().println("There are more: --limit");
    }
  }
}

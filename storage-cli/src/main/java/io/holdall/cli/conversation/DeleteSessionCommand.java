package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.Consent;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Session;
import io.holdall.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes conversations. */
@Command(
    name = "delete-session",
    header = "Delete conversations with all their messages.",
    description = {
      "Asks before it does so on a terminal. One that is not there is a finding: exit code 3."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall delete-session trip-to-lisbon --dry-run",
      "  holdall delete-session trip-to-lisbon --yes"
    })
public final class DeleteSessionCommand extends HoldallCommand {
  @Parameters(paramLabel = "SESSION", arity = "1..*", description = "Which conversations.")
  private List<String> sessions = List.of();

  @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Mixin private final Consent consent = new Consent();

  /** In these surroundings. */
  public DeleteSessionCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws IOException {
    List<Session> found = find();
    if (dryRun || found.isEmpty()) {
      found.forEach(session -> say(session, false));
    } else if (consent.given(context(), question(found))) {
      delete(found);
    } else {
      return ExitCode.FAILED;
    }
    return found.size() == sessions.size() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  private List<Session> find() {
    List<Session> found = new ArrayList<>();
    try (Storage storage = store().openForReading()) {
      Conversations chats = Conversations.in(storage);
      for (String id : sessions) {
        Optional<Session> session = chats.session(id);
        session.ifPresentOrElse(found::add, () -> sayMissing(id));
      }
    }
    return found;
  }

  private String question(List<Session> found) {
    long messages = found.stream().mapToLong(Session::messageCount).sum();
    return "Delete %s with %s"
        .formatted(Figures.count(found.size(), "session"), Figures.count(messages, "message"));
  }

  private void delete(List<Session> found) {
    try (Storage storage = store().openForWriting()) {
      Conversations chats = Conversations.in(storage);
      for (Session session : found) {
        context().cancellation().checkpoint();
        say(session, chats.delete(session.id()));
      }
    }
  }

  private void say(Session session, boolean deleted) {
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("session", session.id());
      object.put("found", true);
      object.put("deleted", deleted);
      object.put("messages", session.messageCount());
      printJson(object);
    } else {
      String what = session.id() + ", " + Figures.count(session.messageCount(), "message");
      print((dryRun ? "would delete " : "deleted ") + what);
    }
  }

  private void sayMissing(String id) {
    if (json()) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      object.put("session", id);
      object.put("found", false);
      object.put("deleted", false);
      printJson(object);
    } else {
      terminal().err().println("There is no session '" + id + "'");
    }
  }
}

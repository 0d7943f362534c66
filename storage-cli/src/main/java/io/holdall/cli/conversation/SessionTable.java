package io.holdall.cli.conversation;

import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.cli.terminal.Terminal;
import io.holdall.models.conversations.Session;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sessions in columns. */
final class SessionTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Table table = new Table("SESSION", ">MESSAGES", "UPDATED", "OWNER", "TITLE");

  void add(Session session) {
    table.row(
        session.id(),
        Figures.count(session.messageCount()),
        TIME.format(session.updated().atZone(ZoneId.systemDefault())),
        session.owner().orElse(""),
        session.title().orElse(""));
  }

  void print(Terminal terminal) {
    if (table.isEmpty()) {
      terminal.out().println("There are no sessions.");
    } else {
      table.print(terminal, "");
    }
  }
}

package io.holdall.cli.demo;

import static io.holdall.storage.spi.Capabilities.Durability.POWER;

import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.conversation.MessagePrinter;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Style;
import io.holdall.cli.terminal.Table;
import io.holdall.cli.terminal.Terminal;
import io.holdall.models.conversations.ConversationStats;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.migration.Copier;
import io.holdall.storage.migration.CopyResult;
import io.holdall.storage.spi.StorageStats;
import io.holdall.storage.sqlite.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The demonstration, step by step; every figure is measured as it runs. */
final class Demo {
  private static final String FROM = "development";
  private static final String TO = "production_sqlite";
  private static final String SHOWN = "hotel-lisbon";
  private static final String LIVE = "live-chat";
  private static final int WRITERS = 8;
  private static final int ALONE = 100;
  private static final int EACH = 100;

  private static final List<String> QUERY =
      List.of(
          "SELECT call.value ->> '$.function.name' AS tool, count(*) AS calls",
          "FROM json_entries, json_each(json_entries.value, '$.tool_calls') AS call",
          "WHERE collection = 'conversations'",
          "GROUP BY tool ORDER BY calls DESC, tool LIMIT 4");

  private final Terminal terminal;
  private final Style style;
  private final Cancellation cancellation;
  private final DemoDirectory directory;
  private final Map<String, @Nullable Object> figures = JsonOutput.object();
  private int sections;

  Demo(Terminal terminal, Cancellation cancellation, DemoDirectory directory) {
    this.terminal = terminal;
    this.style = terminal.style();
    this.cancellation = cancellation;
    this.directory = directory;
  }

  /** What was counted and measured, for programs. */
  Map<String, @Nullable Object> figures() {
    return figures;
  }

  /**
   * Runs all steps.
   *
   * @throws CommandFailure if anything is not as it should be
   */
  void run() throws IOException, InterruptedException {
    // Neither the environment nor a file may lead the demonstration to a store that is in use.
    Profiles profiles =
        Profiles.loader()
            .environment(Map.of())
            .workingDirectory(directory.path().toAbsolutePath())
            .loadUnchecked();
    Profile development = profiles.profile(FROM);
    Profile production = profiles.profile(TO);
    directory.begin(development);
    line(style.bold("Holdall demo") + ": conversations on two backends; no server, no network.");
    try (Storage storage = development.open()) {
      Conversations chats = Conversations.in(storage);
      importBundled(storage, chats);
      appendLive(chats);
      showEnd(chats);
      listSessions(chats);
      showFigures(storage, chats);
      try (Storage target = production.open()) {
        copy(storage, target);
        query(target);
      }
    }
    suggest();
  }

  private void importBundled(Storage storage, Conversations chats) throws IOException {
    section("Import under '" + FROM + "', JSON lines that people and tools can read");
    long start = System.nanoTime();
    ImportReport bundled =
        ChatFiles.of(chats).importFrom(new BundledConversations(), ImportOptions.defaults());
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    say(
        "%s, %s, %s in %s; durable against a %s."
            .formatted(
                Figures.count(bundled.sessions(), "session"),
                Figures.count(bundled.messages(), "message"),
                Figures.count(bundled.toolCalls(), "tool call"),
                Figures.time(time),
                storage.capabilities().durability() == POWER ? "power cut" : "crash"));
    ConversationStats stats = chats.stats();
    require(
        stats.sessions() == bundled.sessions() && stats.messages() == bundled.messages(),
        "The import has lost messages");
    figures.put("sessions", stats.sessions());
    figures.put("messages", stats.messages());
    figures.put("toolCalls", bundled.toolCalls());
  }

  private void appendLive(Conversations chats) throws InterruptedException {
    section("Append live: each message is on the disk when its call returns");
    LiveAppends live = new LiveAppends(chats, LIVE, cancellation);
    Duration alone = live.run(1, ALONE).dividedBy(ALONE);
    Duration together = live.run(WRITERS, EACH).dividedBy((long) WRITERS * EACH);
    Table table = new Table("", ">", ">", "");
    table.row("1 thread", "" + ALONE, Figures.time(alone) + " a message", "");
    table.row(
        WRITERS + " threads at once",
        "" + WRITERS * EACH,
        Figures.time(together) + " a message",
        "for they share commits");
    table.print(terminal, "   ");
    require(live.nothingIsLost(), "Messages of concurrent writers are missing");
    say("All " + Figures.count(live.count()) + " are there, in one sequence without a gap.");
    figures.put("appended", live.count());
    figures.put("nanosPerMessageAlone", alone.toNanos());
    figures.put("nanosPerMessageTogether", together.toNanos());
  }

  private void showEnd(Conversations chats) {
    section("The end of '" + SHOWN + "'");
    MessagePrinter printer = new MessagePrinter(terminal, null, false);
    chats.last(SHOWN, 5).forEach(printer::print);
  }

  private void listSessions(Conversations chats) {
    section("Sessions, the latest first");
    Table table = new Table("SESSION", ">MESSAGES", "OWNER", "TITLE");
    chats.sessions().limit(5).forEach(s -> table.row(cells(s)));
    table.print(terminal, "   ");
  }

  private static List<String> cells(Session session) {
    return List.of(
        session.id(),
        Figures.count(session.messageCount()),
        session.owner().orElse(""),
        session.title().orElse(""));
  }

  private void showFigures(Storage storage, Conversations chats) {
    section("Statistics");
    ConversationStats stats = chats.stats();
    StorageStats stored = storage.stats();
    say(
        "%s with %s%s%s"
            .formatted(
                Figures.count(stats.sessions(), "session"),
                Figures.count(stats.messages(), "message"),
                stored.entries().isPresent()
                    ? " in " + Figures.count(stored.entries().getAsLong()) + " entries"
                    : "",
                stored.storedBytes().isPresent()
                    ? ", " + Figures.bytes(stored.storedBytes().getAsLong()) + " on disk"
                    : ""));
    say(
        chats.countByRole().entrySet().stream()
            .map(e -> e.getKey() + " " + Figures.count(e.getValue()))
            .collect(Collectors.joining(", ", "by role: ", "")));
  }

  private void copy(Storage storage, Storage target) {
    section("Move to '" + TO + "': copy every entry, read it back, compare");
    CopyResult result = Copier.from(storage).to(target).run();
    cancellation.checkpoint();
    require(result.isExact(), "The copy differs from its source");
    say(
        "%s entries copied and %s verified in %s: identical, byte for byte."
            .formatted(
                Figures.count(result.copied()),
                Figures.count(result.verified()),
                Figures.time(result.duration())));
    Conversations there = Conversations.in(target);
    require(
        Conversations.in(storage)
            .sessions()
            .allMatch(
                s ->
                    there.session(s.id()).equals(Optional.of(s))
                        && there
                            .messages(s.id())
                            .toList()
                            .equals(Conversations.in(storage).messages(s.id()).toList())),
        "A conversation reads differently after the copy");
    say("Every conversation reads the same, message for message.");
    figures.put("copied", result.copied());
    figures.put("verified", result.verified());
    figures.put("copyMillis", result.duration().toMillis());
  }

  private void query(Storage target) {
    section("Ask SQLite: which tools were called most?");
    QUERY.forEach(line -> say(style.dim(line)));
    Sql sql = target.extension(Sql.class).orElseThrow();
    Table table = new Table("TOOL", ">CALLS");
    try (Sql.Rows rows = sql.query(String.join("\n", QUERY), List.of())) {
      for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
        table.row(row.get().stream().map(String::valueOf).toList());
      }
    }
    require(!table.isEmpty(), "The query has found nothing");
    table.print(terminal, "   ");
  }

  private void suggest() {
    Path launcher = Path.of(System.getProperty("holdall.launcher", "holdall"));
    String command =
        launcher.isAbsolute()
            ? directory.path().toAbsolutePath().normalize().relativize(launcher).toString()
            : launcher.toString();
    line("");
    line(style.bold("The data stays, to be played with:"));
    say("cd " + directory.path());
    say(command + " show toshokan --last 4");
    say(command + " append fietsenmaker \"Tot donderdag!\"");
    say(command + " sessions --profile " + TO);
    say(command + " explain " + TO);
  }

  private void section(String title) {
    cancellation.checkpoint();
    line("");
    line(style.bold(++sections + ". " + title));
  }

  private void say(String text) {
    line("   " + text);
  }

  private void line(String text) {
    terminal.out().println(text);
    terminal.out().flush();
  }

  private static void require(boolean asItShouldBe, String problem) {
    if (!asItShouldBe) {
      throw new CommandFailure(
          ExitCode.FAILED, problem, "This is a bug in Holdall: please report it.");
    }
  }
}

package io.holdall.cli.demo;

import static io.holdall.cli.demo.Narrator.require;
import static io.holdall.storage.spi.Capabilities.Durability.POWER;

import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.conversation.MessagePrinter;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.models.conversations.ConversationStats;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Session;
import io.holdall.models.conversations.transfer.ChatFiles;
import io.holdall.models.conversations.transfer.ImportOptions;
import io.holdall.models.conversations.transfer.ImportReport;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.spi.StorageStats;
import io.holdall.storage.sqlite.Sql;
import java.io.IOException;
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

  private final Narrator narrator;
  private final DemoDirectory directory;

  Demo(Narrator narrator, DemoDirectory directory) {
    this.narrator = narrator;
    this.directory = directory;
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
    narrator.line(
        narrator.style().bold("Holdall demo")
            + ": conversations on two backends; no server, no network.");
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
    narrator.section("Import under '" + FROM + "', JSON lines that people and tools can read");
    long start = System.nanoTime();
    ImportReport bundled =
        ChatFiles.of(chats).importFrom(new BundledConversations(), ImportOptions.defaults());
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    narrator.say(
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
    narrator.figure("sessions", stats.sessions());
    narrator.figure("messages", stats.messages());
    narrator.figure("toolCalls", bundled.toolCalls());
  }

  private void appendLive(Conversations chats) throws InterruptedException {
    narrator.section("Append live: each message is on the disk when its call returns");
    LiveAppends live = new LiveAppends(chats, LIVE, narrator.cancellation());
    Duration alone = live.run(1, ALONE).dividedBy(ALONE);
    Duration together = live.run(WRITERS, EACH).dividedBy((long) WRITERS * EACH);
    Table table = new Table("", ">", ">", "");
    table.row("1 thread", "" + ALONE, Figures.time(alone) + " a message", "");
    table.row(
        WRITERS + " threads at once",
        "" + WRITERS * EACH,
        Figures.time(together) + " a message",
        "for they share commits");
    narrator.show(table);
    require(live.nothingIsLost(), "Messages of concurrent writers are missing");
    narrator.say(
        "All " + Figures.count(live.count()) + " are there, in one sequence without a gap.");
    narrator.figure("appended", live.count());
    narrator.figure("nanosPerMessageAlone", alone.toNanos());
    narrator.figure("nanosPerMessageTogether", together.toNanos());
  }

  private void showEnd(Conversations chats) {
    narrator.section("The end of '" + SHOWN + "'");
    MessagePrinter printer = new MessagePrinter(narrator.terminal(), null, false);
    chats.last(SHOWN, 5).forEach(printer::print);
  }

  private void listSessions(Conversations chats) {
    narrator.section("Sessions, the latest first");
    Table table = new Table("SESSION", ">MESSAGES", "OWNER", "TITLE");
    chats.sessions().limit(5).forEach(s -> table.row(cells(s)));
    narrator.show(table);
  }

  private static List<String> cells(Session session) {
    return List.of(
        session.id(),
        Figures.count(session.messageCount()),
        session.owner().orElse(""),
        session.title().orElse(""));
  }

  private void showFigures(Storage storage, Conversations chats) {
    narrator.section("Statistics");
    ConversationStats stats = chats.stats();
    StorageStats stored = storage.stats();
    narrator.say(
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
    narrator.say(
        chats.countByRole().entrySet().stream()
            .map(e -> e.getKey() + " " + Figures.count(e.getValue()))
            .collect(Collectors.joining(", ", "by role: ", "")));
  }

  private void copy(Storage storage, Storage target) {
    narrator.section("Move to '" + TO + "': copy every entry, read it back, compare");
    new VerifiedCopy(narrator).run(storage, target);
  }

  private void query(Storage target) {
    narrator.section("Ask SQLite: which tools were called most?");
    QUERY.forEach(line -> narrator.say(narrator.style().dim(line)));
    Sql sql = target.extension(Sql.class).orElseThrow();
    Table table = new Table("TOOL", ">CALLS");
    try (Sql.Rows rows = sql.query(String.join("\n", QUERY), List.of())) {
      for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
        table.row(row.get().stream().map(String::valueOf).toList());
      }
    }
    require(!table.isEmpty(), "The query has found nothing");
    narrator.show(table);
  }

  private void suggest() {
    String command = Narrator.commandFrom(directory.path());
    narrator.line("");
    narrator.line(narrator.style().bold("The data stays, to be played with:"));
    narrator.say("cd " + directory.path());
    narrator.say(command + " show toshokan --last 4");
    narrator.say(command + " append fietsenmaker \"Tot donderdag!\"");
    narrator.say(command + " sessions --profile " + TO);
    narrator.say(command + " explain " + TO);
  }
}

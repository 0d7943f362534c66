package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.models.conversations.ConversationStats;
import io.holdall.models.conversations.Conversations;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.StorageStats;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows figures. */
@Command(
    name = "stats",
    header = "Show how much is stored: entries, bytes, sessions, messages.",
    footerHeading = "%nExamples:%n",
    footer = {"  holdall stats", "  holdall stats --profile production_sqlite --json"})
public final class StatsCommand extends HoldallCommand {
  /** In these surroundings. */
  public StatsCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Profile profile = store().profile();
    try (Storage storage = store().openForReading()) {
      StorageStats stats = storage.stats();
      long entries = stats.entries().orElseGet(() -> storage.count(Scan.all()));
      ConversationStats chats = Conversations.in(storage).stats();
      if (json()) {
        printJson(asJson(profile, stats, entries, chats));
      } else {
        print(profile, stats, entries, chats, storage);
      }
    }
    return ExitCode.DONE;
  }

  private void print(
      Profile profile, StorageStats stats, long entries, ConversationStats chats, Storage storage) {
    Table table = new Table("", "");
    table.row("profile", profile.name());
    table.row("backend", profile.type());
    table.row("durability", storage.capabilities().durability().name().toLowerCase(Locale.ROOT));
    table.row("entries", Figures.count(entries));
    stats.storedBytes().ifPresent(bytes -> table.row("stored", Figures.bytes(bytes)));
    table.row("sessions", Figures.count(chats.sessions()));
    table.row("messages", Figures.count(chats.messages()));
    stats.details().forEach(table::row);
    table.print(terminal(), "");
  }

  private static Map<String, @Nullable Object> asJson(
      Profile profile, StorageStats stats, long entries, ConversationStats chats) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("profile", profile.name());
    object.put("backend", profile.type());
    object.put("entries", entries);
    object.put(
        "storedBytes", stats.storedBytes().isPresent() ? stats.storedBytes().getAsLong() : null);
    object.put("sessions", chats.sessions());
    object.put("messages", chats.messages());
    object.put("details", stats.details());
    return object;
  }
}

package io.holdall.cli.store;

import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.cli.command.HoldallCommand;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.sqlite.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a query in SQL. */
@Command(
    name = "query",
    header = "Run a read-only SQL query on an SQLite store.",
    description = {
      "The view json_entries has the columns key, collection, parent, name, version and",
      "value, which is JSON; the table entries has every value."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  holdall query \"SELECT count(*) FROM entries\" -p production_sqlite",
      "  holdall query \"SELECT name, value->>'$.role' AS role FROM json_entries",
      "      WHERE parent = ?\" --param conversations/trip-to-lisbon/messages --csv"
    })
public final class QueryCommand extends HoldallCommand {
  @Parameters(paramLabel = "SQL", description = "One SELECT, with ? for each parameter.")
  private @Nullable String sql;

  @Option(
      names = "--param",
      paramLabel = "VALUE",
      description = "A value for the next ?; a number if it looks like one, unless text:5.")
  private List<String> parameters = List.of();

  @Option(names = "--csv", description = "Print comma-separated values.")
  private boolean csv;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long it may take; ${DEFAULT-VALUE}.")
  private int timeout = 30;

  /** In these surroundings. */
  public QueryCommand(CommandContext context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    if (csv && json()) {
      throw usage("--csv and --json exclude each other");
    }
    if (timeout < 1) {
      throw usage("--timeout must be at least 1");
    }
    List<Object> values = parameters.stream().map(QueryCommand::value).toList();
    try (Storage storage = store().openForReading()) {
      Sql queries = storage.extension(Sql.class).orElseThrow(this::noSql);
      try (Sql.Rows rows = queries.query(given(sql), values, Duration.ofSeconds(timeout))) {
        print(rows);
      }
    }
    return ExitCode.DONE;
  }

  private void print(Sql.Rows rows) {
    RowPrinter printer = RowPrinter.of(terminal(), rows.columns(), json(), csv);
    for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
      context().cancellation().checkpoint();
      printer.print(row.get());
    }
    printer.end();
  }

  private CommandFailure noSql() {
    Profile profile = store().profile();
    if (profile.type().equals("sqlite")) {
      return new CommandFailure(
          ExitCode.FAILED,
          "SQL would read past the decorators of profile '%s': %s"
              .formatted(
                  profile.name(),
                  profile.decorators().stream()
                      .map(Decorator::name)
                      .collect(Collectors.joining(", "))),
          "It would find what they hide, or cannot read what they encode: docs/decorators.md.");
    }
    return new CommandFailure(
        ExitCode.FAILED,
        "A store of type '" + profile.type() + "' does not understand SQL",
        "Name a profile on SQLite: --profile production_sqlite.");
  }

  private static Object value(String text) {
    if (text.startsWith("text:")) {
      return text.substring("text:".length());
    }
    if (text.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    if (text.matches("-?[0-9]+\\.[0-9]+")) {
      return Double.valueOf(text);
    }
    return text;
  }
}

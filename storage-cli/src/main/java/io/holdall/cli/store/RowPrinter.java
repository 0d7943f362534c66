package io.holdall.cli.store;

import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Table;
import io.holdall.cli.terminal.Terminal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints rows in one of several forms. */
abstract sealed class RowPrinter {
  private final Terminal terminal;

  private RowPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  /** JSON or CSV if wanted; else a table for a person, and lines with tabs for a program. */
  static RowPrinter of(Terminal terminal, List<String> columns, boolean json, boolean csv) {
    if (json) {
      return new AsJson(terminal, columns);
    }
    if (csv) {
      return new Separated(terminal, columns, ",");
    }
    return terminal.interactiveOut()
        ? new Aligned(terminal, columns)
        : new Separated(terminal, columns, "\t");
  }

  /** Prints a row, or keeps it until there are enough to align. */
  abstract void print(List<@Nullable Object> row);

  /** Prints what was kept. */
  void end() {}

  final void line(String text) {
    terminal.out().println(text);
  }

  private static String text(@Nullable Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value == null ? "" : value.toString();
  }

  private static final class AsJson extends RowPrinter {
    private final List<String> columns;

    AsJson(Terminal terminal, List<String> columns) {
      super(terminal);
      this.columns = columns;
    }

    @Override
    void print(List<@Nullable Object> row) {
      Map<String, @Nullable Object> object = JsonOutput.object();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      JsonOutput.print(super.terminal.out(), object);
    }
  }

  private static final class Separated extends RowPrinter {
    private final String separator;

    Separated(Terminal terminal, List<String> columns, String separator) {
      super(terminal);
      this.separator = separator;
      line(columns.stream().map(this::cell).collect(Collectors.joining(separator)));
    }

    @Override
    void print(List<@Nullable Object> row) {
      line(row.stream().map(v -> cell(text(v))).collect(Collectors.joining(separator)));
    }

    private String cell(String text) {
      if (separator.equals("\t")) {
        return text.replaceAll("[\t\r\n]+", " ");
      }
      return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
  }

  private static final class Aligned extends RowPrinter {
    private static final int ROWS_TOGETHER = 1_000;

    private final String[] columns;
    private Table table;
    private int rows;

    Aligned(Terminal terminal, List<String> columns) {
      super(terminal);
      this.columns = columns.toArray(String[]::new);
      this.table = new Table(this.columns);
    }

    @Override
    void print(List<@Nullable Object> row) {
      table.row(row.stream().map(RowPrinter::text).toList());
      if (++rows == ROWS_TOGETHER) {
        end();
      }
    }

    @Override
    void end() {
      table.print(super.terminal, "");
      table = new Table(columns);
      rows = 0;
    }
  }
}

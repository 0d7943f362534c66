package io.holdall.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns, as wide as they need to be. On a terminal the last columns are cut so
 * that a row stays on one line.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST_CUT = 12;

  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] toTheRight;

  /** With these titles; one that starts with {@code >} has its column aligned to the right. */
  public Table(String... titles) {
    this.titles = Arrays.stream(titles).map(t -> t.startsWith(">") ? t.substring(1) : t).toList();
    this.toTheRight = new boolean[titles.length];
    for (int i = 0; i < titles.length; i++) {
      toTheRight[i] = titles[i].startsWith(">");
    }
  }

  /** Adds a row, which has as many cells as there are titles. */
  public Table row(String... cells) {
    return row(Arrays.asList(cells));
  }

  /** Adds a row, which has as many cells as there are titles. */
  public Table row(List<String> cells) {
    if (cells.size() != titles.size()) {
      throw new IllegalArgumentException("A row must have a cell for each title");
    }
    rows.add(cells.stream().map(Text::oneLine).toList());
    return this;
  }

  /** Whether there are no rows. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Prints titles and rows; rows are cut to the terminal's width if a person sees them. */
  public void print(Terminal terminal, String indent) {
    int width = terminal.interactiveOut() ? terminal.width() - indent.length() : Integer.MAX_VALUE;
    print(terminal.out(), terminal.style(), indent, width);
  }

  private void print(PrintStream out, Style style, String indent, int width) {
    int[] widths = widths(width);
    if (titles.stream().anyMatch(title -> !title.isEmpty())) {
      out.println(indent + style.dim(line(titles, widths)));
    }
    rows.forEach(row -> out.println(indent + line(row, widths)));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = Text.cut(cells.get(i), widths[i]);
      line.append(i == 0 ? "" : GAP)
          .append(toTheRight[i] ? Text.padLeft(cell, widths[i]) : Text.padRight(cell, widths[i]));
    }
    return line.toString().stripTrailing();
  }

  private int[] widths(int available) {
    int[] widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Text.width(titles.get(i));
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], Text.width(row.get(i)));
      }
    }
    long excess = Arrays.stream(widths).asLongStream().sum() + 2L * (widths.length - 1) - available;
    for (int i = widths.length - 1; i >= 0 && excess > 0; i--) {
      int cut = (int) Math.min(excess, Math.max(0, widths[i] - NARROWEST_CUT));
      widths[i] -= cut;
      excess -= cut;
    }
    return widths;
  }
}

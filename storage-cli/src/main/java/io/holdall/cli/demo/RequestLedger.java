package io.holdall.cli.demo;

import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Table;
import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Operation;
import java.util.ArrayList;
import java.util.List;

/** What each step asked of the service. */
final class RequestLedger {
  private final FakeS3 service;
  private final List<Line> lines = new ArrayList<>();

  /** The requests of one step. */
  record Line(String step, int puts, int gets, int lists, int others) {
    int total() {
      return puts + gets + lists + others;
    }
  }

  RequestLedger(FakeS3 service) {
    this.service = service;
  }

  /** Writes down what came since the last step. */
  Line step(String name) {
    int puts = service.count(Operation.PUT);
    int gets = service.count(Operation.GET);
    int lists = service.count(Operation.LIST);
    Line line = new Line(name, puts, gets, lists, service.count() - puts - gets - lists);
    service.forget();
    lines.add(line);
    return line;
  }

  int total() {
    return lines.stream().mapToInt(Line::total).sum();
  }

  /** A bill: a line for each step, and the sums. */
  Table table() {
    Table table = new Table("STEP", ">PUT", ">GET", ">LIST", ">OTHER", ">REQUESTS");
    lines.forEach(line -> table.row(cells(line)));
    table.row(
        cells(
            new Line(
                "together",
                lines.stream().mapToInt(Line::puts).sum(),
                lines.stream().mapToInt(Line::gets).sum(),
                lines.stream().mapToInt(Line::lists).sum(),
                lines.stream().mapToInt(Line::others).sum())));
    return table;
  }

  private static List<String> cells(Line line) {
    return List.of(
        line.step(),
        cell(line.puts()),
        cell(line.gets()),
        cell(line.lists()),
        cell(line.others()),
        cell(line.total()));
  }

  private static String cell(int count) {
    return count == 0 ? "-" : Figures.count(count);
  }
}

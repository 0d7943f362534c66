package io.holdall.cli.conversation;

import io.holdall.cli.command.JsonOutput;
import io.holdall.cli.terminal.Figures;
import io.holdall.cli.terminal.Terminal;
import io.holdall.cli.terminal.Text;
import io.holdall.models.conversations.transfer.BrokenRecord;
import io.holdall.models.conversations.transfer.ImportReport;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what an import did, would do, or why it did nothing. */
final class ImportPrinter {
  private static final int MOST_SHOWN = 20;

  private final Terminal terminal;
  private final boolean json;
  private final boolean dryRun;

  ImportPrinter(Terminal terminal, boolean json, boolean dryRun) {
    this.terminal = terminal;
    this.json = json;
    this.dryRun = dryRun;
  }

  /** Of a file that was imported. */
  void print(String file, ImportReport report) {
    if (json) {
      JsonOutput.print(terminal.out(), asJson(file, report, !dryRun));
      return;
    }
    terminal
        .out()
        .println(
            "%s: %s %s, %s, %s (%s)"
                .formatted(
                    Text.oneLine(file),
                    dryRun ? "would import" : "imported",
                    Figures.count(report.sessions(), "session"),
                    Figures.count(report.messages(), "message"),
                    Figures.count(report.toolCalls(), "tool call"),
                    report.format()));
    count(report.alreadyThere(), "session", "there already");
    count(report.continued(), "session", "continued");
    count(report.replaced(), "session", "replaced");
    report.renamed().forEach((from, to) -> detail(from + " is stored as " + to));
    printProblems(file, report, "left out: ");
  }

  /** Of a file of which nothing was imported. */
  void printRefusal(String file, ImportReport report) {
    if (json) {
      JsonOutput.print(terminal.out(), asJson(file, report, false));
    } else {
      printProblems(file, report, "");
    }
  }

  private void printProblems(String file, ImportReport report, String prefix) {
    terminal.out().flush();
    report.broken().stream()
        .limit(MOST_SHOWN)
        .forEach(broken -> problem(prefix + file + ": " + broken));
    if (report.brokenCount() > MOST_SHOWN) {
      problem(
          "… and "
              + Figures.count(report.brokenCount() - MOST_SHOWN)
              + " more broken records; --json lists more");
    }
    report.different().stream()
        .limit(MOST_SHOWN)
        .forEach(id -> problem(prefix + file + ": session " + id + " differs from the stored one"));
  }

  private void count(long number, String noun, String what) {
    if (number > 0) {
      detail(Figures.count(number, noun) + " " + what);
    }
  }

  private void detail(String text) {
    terminal.out().println("  " + Text.oneLine(text));
  }

  private void problem(String text) {
    terminal.err().println(terminal.errStyle().yellow(Text.oneLine(text)));
  }

  private static Map<String, @Nullable Object> asJson(
      String file, ImportReport report, boolean imported) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("file", file);
    object.put("format", report.format());
    object.put("imported", imported);
    object.put("sessions", report.sessions());
    object.put("messages", report.messages());
    object.put("toolCalls", report.toolCalls());
    object.put("alreadyThere", report.alreadyThere());
    object.put("continued", report.continued());
    object.put("replaced", report.replaced());
    object.put("renamed", report.renamed());
    object.put("different", report.different());
    object.put("brokenCount", report.brokenCount());
    object.put("broken", report.broken().stream().map(ImportPrinter::asJson).toList());
    return object;
  }

  private static Map<String, @Nullable Object> asJson(BrokenRecord broken) {
    Map<String, @Nullable Object> object = JsonOutput.object();
    object.put("record", broken.place().record());
    object.put("line", broken.place().line());
    object.put("column", broken.place().column());
    object.put("problem", broken.problem());
    return object;
  }
}

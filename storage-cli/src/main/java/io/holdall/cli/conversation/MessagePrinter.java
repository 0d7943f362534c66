package io.holdall.cli.conversation;

import io.holdall.cli.terminal.Style;
import io.holdall.cli.terminal.Terminal;
import io.holdall.cli.terminal.Text;
import io.holdall.models.conversations.Message;
import io.holdall.models.conversations.ToolCall;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints messages as a chat: who speaks, what is said, wrapped to the width of the terminal; calls
 * of tools with an arrow out, their results with an arrow in.
 */
public final class MessagePrinter {
  private static final int GUTTER = 6;
  private static final int MOST_COLUMNS = 100;
  private static final int LONG = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final Terminal terminal;
  private final Style style;
  private final @Nullable ZoneId zone;
  private final int mostLines;

  /**
   * For a terminal.
   *
   * @param zone the zone in which to show times; no times if null
   * @param full whether instructions and results of tools are shown however long they are
   */
  public MessagePrinter(Terminal terminal, @Nullable ZoneId zone, boolean full) {
    this.terminal = terminal;
    this.style = terminal.style();
    this.zone = zone;
    this.mostLines = full ? Integer.MAX_VALUE : LONG;
  }

  /** Prints a message. */
  public void print(Message message) {
    StringBuilder head = new StringBuilder();
    String sequence = message.sequence().isPresent() ? "" + message.sequence().getAsLong() : "";
    head.append(style.dim(Text.padLeft(sequence, GUTTER - 2))).append("  ").append(role(message));
    if (zone != null) {
      head.append("  ").append(style.dim(message.time().map(this::format).orElse("")));
    }
    terminal.out().println(head.toString().stripTrailing());
    body(message)
        .forEach(line -> terminal.out().println(line.isEmpty() ? "" : " ".repeat(GUTTER) + line));
  }

  private String format(Instant time) {
    return TIME.format(time.atZone(zone == null ? ZoneId.systemDefault() : zone));
  }

  private String role(Message message) {
    String name = message.name().map(n -> " " + Text.oneLine(n)).orElse("");
    String role = Text.oneLine(message.role()) + name;
    return switch (message.role()) {
      case "user" -> style.green(role);
      case "assistant" -> style.bold(role);
      case "tool", "function" -> style.cyan(role);
      default -> style.yellow(role);
    };
  }

  private List<String> body(Message message) {
    boolean isResult = message.role().equals("tool") || message.role().equals("function");
    boolean isInstruction = message.role().equals("system") || message.role().equals("developer");
    List<String> lines = new ArrayList<>();
    if (!message.text().isEmpty()) {
      lines.addAll(
          block(
              isResult ? "← " : "",
              message.text(),
              isResult || isInstruction ? mostLines : Integer.MAX_VALUE));
    }
    for (ToolCall call : message.toolCalls()) {
      String arguments = call.arguments().isEmpty() ? "" : " " + call.arguments();
      block("→ ", call.name() + arguments, mostLines).forEach(line -> lines.add(style.cyan(line)));
    }
    return lines;
  }

  private List<String> block(String mark, String text, int most) {
    int columns = Math.min(MOST_COLUMNS, terminal.width()) - GUTTER - mark.length();
    List<String> wrapped = Text.wrap(text.strip(), columns);
    List<String> lines = new ArrayList<>();
    for (String line : wrapped.subList(0, Math.min(most, wrapped.size()))) {
      lines.add(((lines.isEmpty() ? mark : " ".repeat(mark.length())) + line).stripTrailing());
    }
    if (wrapped.size() > most) {
      lines.add(style.dim("… " + (wrapped.size() - most) + " more lines, --full shows them"));
    }
    return lines;
  }
}

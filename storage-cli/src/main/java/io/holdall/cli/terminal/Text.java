package io.holdall.cli.terminal;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text measured in the columns of a terminal, where an ideograph takes two and an accent none. */
public final class Text {
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final String ELLIPSIS = "…";

  private Text() {}

  /** The columns the text takes. */
  public static int width(String text) {
    int width = 0;
    int previous = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (previous != ZERO_WIDTH_JOINER) {
        width += width(c);
      }
      previous = c;
    }
    return width;
  }

  /** The text, cut to so many columns, with an ellipsis for what is missing. */
  public static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    return head(text, Math.max(0, columns - 1)) + ELLIPSIS;
  }

  /** The text, followed by spaces up to so many columns. */
  public static String padRight(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - width(text)));
  }

  /** The text, preceded by spaces up to so many columns. */
  public static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - width(text))) + text;
  }

  /**
   * The text without what would move the cursor or colour the terminal: stored data must not play
   * tricks on whoever looks at it. Line breaks and tabs stay.
   */
  public static String printable(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean harmful = Character.isISOControl(c) && c != '\n' && c != '\t';
      if (harmful && out == null) {
        out = new StringBuilder(text);
      }
      if (harmful && out != null) {
        out.setCharAt(i, '\uFFFD');
      }
    }
    return out == null ? text : out.toString();
  }

  /** The text on one line, runs of white space as one space. */
  public static String oneLine(String text) {
    return printable(text.strip().replaceAll("\\s+", " "));
  }

  /**
   * The text in lines of at most so many columns, broken where the language allows it; its own line
   * breaks are kept.
   */
  public static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    printable(text).replace("\t", "    ").lines().forEach(line -> wrapLine(line, columns, lines));
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static void wrapLine(String line, int columns, List<String> lines) {
    if (width(line) <= columns) {
      lines.add(line);
      return;
    }
    BreakIterator breaks = BreakIterator.getLineInstance(Locale.ROOT);
    breaks.setText(line);
    StringBuilder current = new StringBuilder();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      String piece = line.substring(start, end);
      start = end;
      if (width(current + piece.stripTrailing()) > columns && current.length() > 0) {
        lines.add(current.toString().stripTrailing());
        current.setLength(0);
      }
      while (width(piece.stripTrailing()) > columns) {
        String head = head(piece, columns);
        lines.add(head);
        piece = piece.substring(head.length());
      }
      current.append(piece);
    }
    lines.add(current.toString().stripTrailing());
  }

  /** As much from the beginning as fits, but at least one character. */
  private static String head(String text, int columns) {
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      width += width(c);
      if (width > columns && end > 0) {
        break;
      }
      end += Character.charCount(c);
    }
    return text.substring(0, end);
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    return isWide(c) ? 2 : 1;
  }

  /** East Asian wide and full-width characters, and pictures. */
  private static boolean isWide(int c) {
    return (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0xFE30 && c <= 0xFE6F)
        || (c >= 0xFF00 && c <= 0xFF60)
        || (c >= 0xFFE0 && c <= 0xFFE6)
        || (c >= 0x1F300 && c <= 0x1FAFF)
        || (c >= 0x20000 && c <= 0x3FFFD)
        || c == 0x2615
        || c == 0x270B
        || c == 0x2705
        || c == 0x274C;
  }
}

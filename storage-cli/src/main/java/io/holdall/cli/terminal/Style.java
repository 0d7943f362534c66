package io.holdall.cli.terminal;

import java.util.Map;

/** Colours for a terminal, or none. */
public final class Style {
  /** No colours. */
  public static final Style PLAIN = new Style(false);

  /** Colours, whatever the output is. */
  public static final Style COLOURED = new Style(true);

  private final boolean coloured;

  private Style(boolean coloured) {
    this.coloured = coloured;
  }

  /** Colours on a terminal that can show them, unless {@code NO_COLOR} is set. */
  public static Style of(boolean terminal, Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return terminal && !refused && !dumb ? COLOURED : PLAIN;
  }

  /** Whether anything is coloured. */
  public boolean isColoured() {
    return coloured;
  }

  /** For headings and names. */
  public String bold(String text) {
    return with("1", text);
  }

  /** For what matters less. */
  public String dim(String text) {
    return with("2", text);
  }

  /** For what went well. */
  public String green(String text) {
    return with("32", text);
  }

  /** For what went wrong. */
  public String red(String text) {
    return with("31", text);
  }

  /** For what needs a look. */
  public String yellow(String text) {
    return with("33", text);
  }

  /** For what belongs together. */
  public String cyan(String text) {
    return with("36", text);
  }

  private String with(String code, String text) {
    return coloured && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

package io.holdall.storage.spi;

import java.util.List;
import java.util.Optional;

/**
 * A setting that a backend or decorator understands.
 *
 * @param name lower-case words joined by hyphens, as in profiles
 * @param kind what its text means
 * @param fallback the text used when none is given; empty if the setting may be left out or must be
 *     given
 * @param required whether it must be given
 * @param secret whether its value must never be shown
 * @param choices the texts allowed, for {@link Kind#CHOICE}
 * @param description what it does, in one line, with its unit
 */
public record Setting(
    String name,
    Kind kind,
    Optional<String> fallback,
    boolean required,
    boolean secret,
    List<String> choices,
    String description) {

  /** What the text of a setting means. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A file or directory; relative to the working directory. */
    PATH,
    /** A whole number. */
    INTEGER,
    /** A number of bytes, with or without a unit: {@code 16MiB}. */
    BYTES,
    /** A length of time with a unit: {@code 30s}. */
    DURATION,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** One of some texts. */
    CHOICE
  }

  /** Copies the list. */
  public Setting {
    choices = List.copyOf(choices);
  }

  /** A setting with a default. */
  public static Setting optional(String name, Kind kind, String fallback, String description) {
    return new Setting(name, kind, Optional.of(fallback), false, false, List.of(), description);
  }

  /** A setting that may be left out and then means nothing. */
  public static Setting optional(String name, Kind kind, String description) {
    return new Setting(name, kind, Optional.empty(), false, false, List.of(), description);
  }

  /** A setting that must be given. */
  public static Setting required(String name, Kind kind, String description) {
    return new Setting(name, kind, Optional.empty(), true, false, List.of(), description);
  }

  /** A choice, of which the first is the default. */
  public static Setting choice(String name, List<String> choices, String description) {
    return new Setting(
        name, Kind.CHOICE, Optional.of(choices.get(0)), false, false, choices, description);
  }

  /** This setting, its value never to be shown. */
  public Setting asSecret() {
    return new Setting(name, kind, fallback, required, true, choices, description);
  }
}

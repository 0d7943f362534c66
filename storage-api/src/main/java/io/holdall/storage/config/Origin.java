package io.holdall.storage.config;

import com.typesafe.config.ConfigOrigin;
import io.holdall.storage.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a setting came from.
 *
 * @param kind what sort of place
 * @param where the file or the environment variable, empty for the other kinds
 * @param line the line in the file, from 1, or -1 where there is none
 * @param variables environment variables that were substituted into a longer text in the file
 */
public record Origin(Kind kind, String where, int line, List<String> variables) {
  /** The sorts of places, in the order in which a later one overrides an earlier one. */
  public enum Kind {
    /** The backend's own default. */
    DEFAULT,
    /** A profile that comes with Holdall. */
    BUILT_IN,
    /** A configuration file. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** The program, or an option of the command line. */
    PROGRAM
  }

  static final String BUILT_IN_DESCRIPTION = "built-in";
  static final Origin DEFAULT = new Origin(Kind.DEFAULT, "", -1, List.of());
  static final Origin PROGRAM = new Origin(Kind.PROGRAM, "", -1, List.of());

  private static final String VARIABLE_DESCRIPTION = "environment variable ";
  private static final Pattern WITH_LINE = Pattern.compile("(.*): (\\d+)");

  /** Copies the list. */
  public Origin {
    variables = List.copyOf(variables);
  }

  static Origin variable(String name) {
    return new Origin(Kind.ENVIRONMENT, name, -1, List.of());
  }

  /** How a value from an environment variable is described to HOCON, so that it is known again. */
  static String describeVariable(String name) {
    return VARIABLE_DESCRIPTION + name;
  }

  /**
   * The origin as HOCON tells it: one place, or for a text composed of several "merge of" places
   * joined by commas, of which the one in a file says where the composition stands.
   */
  static Origin of(ConfigOrigin origin, Path workingDirectory) {
    List<Origin> places = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    for (String part : origin.description().replaceFirst("^merge of ", "").split(",", -1)) {
      if (part.startsWith(VARIABLE_DESCRIPTION)) {
        variables.add(part.substring(VARIABLE_DESCRIPTION.length()));
      } else {
        places.add(place(part, workingDirectory));
      }
    }
    if (places.isEmpty()) {
      return variable(String.join(", ", variables));
    }
    Origin place =
        places.stream().filter(p -> p.kind == Kind.FILE).findFirst().orElse(places.get(0));
    return new Origin(place.kind, place.where, place.line, variables);
  }

  private static Origin place(String description, Path workingDirectory) {
    Matcher matcher = WITH_LINE.matcher(description);
    String place = matcher.matches() ? matcher.group(1) : description;
    int line = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
    if (place.equals(BUILT_IN_DESCRIPTION)) {
      return new Origin(Kind.BUILT_IN, "", line, List.of());
    }
    String prefix = workingDirectory.toString() + workingDirectory.getFileSystem().getSeparator();
    String shown = place.startsWith(prefix) ? place.substring(prefix.length()) : place;
    return new Origin(Kind.FILE, shown, line, List.of());
  }

  /** Adds the place to an error, as the attributes file and line where it is a file. */
  <E extends StorageException> E addTo(E error) {
    if (kind == Kind.FILE) {
      error.with("file", where);
      if (line > 0) {
        error.with("line", line);
      }
    } else {
      error.with("origin", this);
    }
    return error;
  }

  /** For people: {@code holdall.conf:12}, {@code environment variable HOLDALL_DB_PATH}. */
  @Override
  public String toString() {
    String place =
        switch (kind) {
          case DEFAULT -> "default";
          case BUILT_IN -> BUILT_IN_DESCRIPTION;
          case FILE -> line > 0 ? where + ":" + line : where;
          case ENVIRONMENT -> VARIABLE_DESCRIPTION + where;
          case PROGRAM -> "given by the program";
        };
    return variables.isEmpty()
        ? place
        : place + " with " + VARIABLE_DESCRIPTION + String.join(", ", variables);
  }
}

package io.holdall.storage.json.log;

import io.holdall.storage.StorageException.Corrupt;
import java.nio.file.Path;

/**
 * A damaged stretch of a file.
 *
 * @param file the name of the file in the store
 * @param offset where it begins
 * @param length how many bytes it has; 0 if something is missing there
 * @param first the first commit that stood there or should have, or -1 if that cannot be told
 * @param last the last one, or -1 if that cannot be told
 * @param problem what is wrong, as a fixed text
 */
public record LogDamage(
    String file, long offset, long length, long first, long last, String problem) {

  /** LogDamage of which no more can be told than where it is. */
  static LogDamage at(String file, long offset, String problem) {
    return new LogDamage(file, offset, 0, -1, -1, problem);
  }

  /** The problem with its extent, for a person. */
  public String description() {
    StringBuilder text = new StringBuilder(problem);
    if (length > 0) {
      text.append(": ").append(length).append(" bytes");
    }
    if (first >= 0) {
      text.append(length > 0 ? ", " : ": ");
      if (last < 0) {
        text.append("commits from ").append(first).append(" on");
      } else if (last == first) {
        text.append("commit ").append(first);
      } else {
        text.append("commits ").append(first).append(" to ").append(last);
      }
    }
    return text.toString();
  }

  /** The error that names this place. */
  Corrupt asCorrupt(Path directory) {
    return corrupt(directory.resolve(file), offset, problem);
  }

  /** The error that names a damaged place. */
  static Corrupt corrupt(Path file, long offset, String problem) {
    Corrupt corrupt = new Corrupt(problem);
    corrupt.with("file", file).with("offset", offset);
    return corrupt;
  }

  /** Is told of each damage that is found; either throws, or takes note so that reading goes on. */
  @FunctionalInterface
  public interface Listener {
    /** LogDamage was found. */
    void found(LogDamage damage);

    /** Ends everything with {@code Corrupt} at the first damage. */
    static Listener refusing(Path directory) {
      return damage -> {
        throw damage.asCorrupt(directory);
      };
    }
  }
}

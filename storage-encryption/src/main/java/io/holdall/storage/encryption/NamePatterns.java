package io.holdall.storage.encryption;

import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which segments of keys are encrypted. A pattern is a path whose segments are {@code *} for any
 * segment, to be encrypted; {@code **}, only at the end, for all that follow, to be encrypted;
 * {@code ?} for any segment, left as it is; and else a segment itself, left as it is. A key that no
 * pattern fits is left as it is.
 *
 * <p>Whether a segment is encrypted depends on it and on those before it, never on what follows, so
 * that keys with a common beginning are stored with a common beginning.
 *
 * @param text the patterns, separated by a space, in a form that is always the same; empty for none
 */
record NamePatterns(String text) {
  static final NamePatterns NONE = new NamePatterns("");

  /** Every segment but the first. */
  static final NamePatterns ALL_BUT_COLLECTION = new NamePatterns("?/**");

  private static final String NAME = "*";
  private static final String REST = "**";
  private static final String PLAIN = "?";

  /**
   * Reads patterns.
   *
   * @throws Configuration if one is wrong
   */
  static NamePatterns parse(List<String> patterns) {
    for (String pattern : patterns) {
      List<String> segments = List.of(pattern.split("/", -1));
      for (int i = 0; i < segments.size(); i++) {
        check(pattern, segments.get(i), i == segments.size() - 1);
      }
    }
    return new NamePatterns(String.join(" ", patterns.stream().distinct().sorted().toList()));
  }

  private static void check(String pattern, String segment, boolean last) {
    if (segment.equals(NAME) || segment.equals(PLAIN) || (segment.equals(REST) && last)) {
      return;
    }
    try {
      // A stored name begins with an equals sign, and must not be mistaken for one of these.
      if (!segment.startsWith("=") && Key.parse(segment).segments().size() == 1) {
        return;
      }
    } catch (InvalidArgument e) {
      throw wrong(pattern);
    }
    throw wrong(pattern);
  }

  private static Configuration wrong(String pattern) {
    return new Configuration(
        "'%s' is not a pattern of keys: *, ?, or a segment as it is written in keys, joined by /,"
                .formatted(pattern)
            + " with ** only at the end");
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Where every key begins. */
  State start() {
    return isEmpty()
        ? State.DONE
        : new State(
            Arrays.stream(text.split(" ", -1)).map(p -> List.of(p.split("/", -1))).toList());
  }

  /**
   * A place in the patterns.
   *
   * @param open what is left of the patterns that fit so far
   */
  record State(List<List<String>> open) {
    static final State DONE = new State(List.of());

    /** Whether all that follows is left as it is. */
    boolean isDone() {
      return open.stream().allMatch(rest -> rest.stream().allMatch(State::isPlain));
    }

    /** Whether names in this place are encrypted, but for those that {@link #isLiteral}. */
    boolean encrypts() {
      return open.stream().anyMatch(rest -> !isPlain(rest.get(0)));
    }

    /** Whether a pattern names this segment, so that it is left as it is. */
    boolean isLiteral(String segment) {
      return open.stream().anyMatch(rest -> rest.get(0).equals(segment));
    }

    /** The place after this segment. */
    State after(String segment) {
      List<List<String>> next = new ArrayList<>();
      for (List<String> rest : open) {
        String first = rest.get(0);
        if (first.equals(REST)) {
          next.add(rest);
        } else if (first.equals(NAME) || first.equals(PLAIN) || first.equals(segment)) {
          if (rest.size() > 1) {
            next.add(rest.subList(1, rest.size()));
          }
        }
      }
      return new State(next);
    }

    private static boolean isPlain(String segment) {
      return !segment.equals(NAME) && !segment.equals(REST);
    }
  }
}

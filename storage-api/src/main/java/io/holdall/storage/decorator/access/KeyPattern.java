package io.holdall.storage.decorator.access;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys a rule is about, segment by segment: a segment as keys are encoded, {@code *} for any
 * one segment, {@code {owner}} for the name of the principal, and at the end {@code **} for one or
 * more segments of any kind.
 *
 * <p>Everything is compared in the encoded form, in which a key has exactly one spelling and in
 * which no segment contains {@code *} or a brace: a principal or a key of such a name is escaped
 * and means nothing but itself.
 */
record KeyPattern(List<String> segments, boolean rest) {
  private static final String ANY = "*";
  private static final String REST = "**";
  private static final String OWNER = "{owner}";

  /** As in {@link KeyRange}: what follows a key at once. */
  private static final String STOP = "!";

  KeyPattern {
    segments = List.copyOf(segments);
  }

  /**
   * Reads a pattern.
   *
   * @throws Configuration if a segment is none of the above, with what to write instead where that
   *     can be told
   */
  static KeyPattern parse(String text) {
    List<String> segments = new ArrayList<>(List.of(text.split("/", -1)));
    boolean rest = segments.get(segments.size() - 1).equals(REST);
    if (rest) {
      segments.remove(segments.size() - 1);
    }
    for (String segment : segments) {
      if (!segment.equals(ANY) && !segment.equals(OWNER)) {
        requireEncoded(segment, text);
      }
    }
    return new KeyPattern(segments, rest);
  }

  private static void requireEncoded(String segment, String pattern) {
    if (segment.equals(REST)) {
      throw wrong("** stands only at the end of a key pattern", pattern);
    }
    if (segment.indexOf('*') >= 0 || segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
      throw wrong(
          "A segment of a key pattern is *, {owner}, or a whole segment of a key; a star or a brace"
              + " that is meant as such is written %2A, %7B or %7D",
          pattern);
    }
    try {
      Key.parse(segment);
    } catch (InvalidArgument e) {
      throw wrong("A segment of a key pattern is written as in the encoded form of keys", pattern)
          .with("segment", encodedOrNothing(segment));
    }
  }

  private static String encodedOrNothing(String segment) {
    try {
      return Key.of(segment).encoded();
    } catch (InvalidArgument e) {
      return "(no key has it)";
    }
  }

  private static Configuration wrong(String text, String pattern) {
    Configuration error = new Configuration(text);
    error.with("pattern", pattern);
    return error;
  }

  /**
   * This pattern for one principal, without {@code {owner}}; empty if it needs an owner and there
   * is none.
   *
   * @param owner the principal's name as an encoded segment
   */
  Optional<KeyPattern> forOwner(Optional<String> owner) {
    if (!segments.contains(OWNER)) {
      return Optional.of(this);
    }
    return owner.map(
        name ->
            new KeyPattern(
                segments.stream().map(each -> each.equals(OWNER) ? name : each).toList(), rest));
  }

  /** Whether the pattern, which has no {@code {owner}} any more, fits the key. */
  boolean matches(Key key) {
    String encoded = key.encoded();
    int start = 0;
    for (String wanted : segments) {
      if (start > encoded.length()) {
        return false;
      }
      int slash = encoded.indexOf('/', start);
      int end = slash < 0 ? encoded.length() : slash;
      boolean same = wanted.length() == end - start && encoded.startsWith(wanted, start);
      if (!same && !wanted.equals(ANY)) {
        return false;
      }
      start = end + 1;
    }
    boolean atEnd = start > encoded.length();
    return rest != atEnd;
  }

  /** A range outside which no key fits: one key, everything under a key, or everything. */
  KeyRange range() {
    int any = segments.indexOf(ANY);
    List<String> fixed = any < 0 ? segments : segments.subList(0, any);
    String prefix = String.join("/", fixed);
    if (any < 0 && !rest) {
      return new KeyRange(prefix, prefix + STOP);
    }
    return fixed.isEmpty() ? KeyRange.all() : new KeyRange(prefix + '/', prefix + '0');
  }

  /** Whether every key fits that lies in this part of {@link #range()}. */
  boolean fitsAllInRange() {
    return !segments.contains(ANY);
  }
}

package io.holdall.storage.migration;

import io.holdall.storage.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * How two stores differ, entry by entry: bytes and format count, versions do not.
 *
 * @param identical entries that are the same in both
 * @param missing entries that only the source has
 * @param missingBytes the bytes of the values that are missing
 * @param different entries of the same key that differ
 * @param extra entries that only the target has
 * @param differences the first {@value #MOST_LISTED} that are missing, different or extra, in the
 *     order of their keys
 * @param complete whether all entries were compared; false after an interruption
 */
public record Comparison(
    long identical,
    long missing,
    long missingBytes,
    long different,
    long extra,
    List<Difference> differences,
    boolean complete) {
  /** How many differences are listed; all are counted. */
  public static final int MOST_LISTED = 1_000;

  /** The sorts of differences. */
  public enum Kind {
    /** Only the source has the entry. */
    MISSING,
    /** Both have an entry, with other bytes or another format. */
    DIFFERENT,
    /** Only the target has the entry. */
    EXTRA
  }

  /**
   * A difference.
   *
   * @param kind what sort
   * @param key whose entry
   */
  public record Difference(Kind kind, Key key) {}

  /** Copies the list. */
  public Comparison {
    differences = List.copyOf(differences);
  }

  /** Whether all entries were compared and there is no difference. */
  public boolean isExact() {
    return complete && missing == 0 && different == 0 && extra == 0;
  }

  /** Whether the target lacks an entry of the source, or has another in its place. */
  boolean isLacking() {
    return missing > 0 || different > 0;
  }

  /** Nothing was compared yet. */
  static Comparison none() {
    return new Tally().comparison(false);
  }

  /** Counts as the comparison goes on; not thread-safe. */
  static final class Tally {
    private final List<Difference> differences = new ArrayList<>();
    private long identical;
    private long missing;
    private long missingBytes;
    private long different;
    private long extra;

    void identical() {
      identical++;
    }

    void missing(Key key, int bytes) {
      missing++;
      missingBytes += bytes;
      list(Kind.MISSING, key);
    }

    void different(Key key) {
      different++;
      list(Kind.DIFFERENT, key);
    }

    void extra(Key key) {
      extra++;
      list(Kind.EXTRA, key);
    }

    private void list(Kind kind, Key key) {
      if (differences.size() < MOST_LISTED) {
        differences.add(new Difference(kind, key));
      }
    }

    Comparison comparison(boolean complete) {
      return new Comparison(
          identical, missing, missingBytes, different, extra, differences, complete);
    }
  }
}

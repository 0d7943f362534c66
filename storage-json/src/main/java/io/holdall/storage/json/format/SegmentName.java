package io.holdall.storage.json.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment's file. It has nothing to do with keys, so no key can reach outside the
 * directory or meet another that differs only in case.
 *
 * @param number the place in the log; of a compacted segment, the place of the last it replaces
 * @param generation 0 for a segment as it was written, more after each compaction
 */
public record SegmentName(int number, int generation) implements Comparable<SegmentName> {
  private static final Pattern FORM = Pattern.compile("(\\d{12})(?:\\.c([1-9]\\d{0,8}))?\\.jsonl");

  /** What a file is called until all of it is written; such files are leftovers. */
  public static final String UNFINISHED = ".unfinished";

  /** The name that a file has, or empty if it is no segment. */
  public static Optional<SegmentName> parse(String file) {
    Matcher form = FORM.matcher(file);
    if (!form.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(form.group(1));
    if (number < 1 || number > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    return Optional.of(
        new SegmentName((int) number, form.group(2) == null ? 0 : Integer.parseInt(form.group(2))));
  }

  /** The name of the file. */
  public String file() {
    String digits = Integer.toString(number);
    return "0".repeat(12 - digits.length())
        + digits
        + (generation == 0 ? "" : ".c" + generation)
        + ".jsonl";
  }

  @Override
  public int compareTo(SegmentName other) {
    return number != other.number
        ? Integer.compare(number, other.number)
        : Integer.compare(generation, other.generation);
  }

  /** The name of the file. */
  @Override
  public String toString() {
    return file();
  }
}

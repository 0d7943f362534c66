package io.holdall.storage.decorator.access;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which entries a caller meets in scans, and where in the order of keys they can be: the work of a
 * scan depends on what the caller may see, not on how much there is besides.
 */
final class Visibility {
  private static final KeyRange RESERVED = reserved();

  /**
   * A range in which there may be something to see.
   *
   * @param range the range
   * @param whole whether every entry in it can be seen
   */
  record Stretch(KeyRange range, boolean whole) {}

  private final Judge judge;
  private final List<Permission> needed;
  private final List<Stretch> stretches;

  /**
   * What must be allowed for an entry to be seen.
   *
   * @param needed one permission or several
   */
  Visibility(Judge judge, Permission... needed) {
    this.judge = judge;
    this.needed = List.of(needed);
    this.stretches = joined(stretches());
  }

  private static KeyRange reserved() {
    String prefix = Key.RESERVED_PREFIX;
    int last = prefix.length() - 1;
    return new KeyRange(prefix, prefix.substring(0, last) + (char) (prefix.charAt(last) + 1));
  }

  /** Whether the entry can be seen; it has its value if {@link #looksAtValues()}. */
  boolean shows(Entry entry) {
    return needed.stream().allMatch(permission -> judge.allows(permission, entry));
  }

  /** Whether that can depend on values. */
  boolean looksAtValues() {
    return needed.stream().anyMatch(judge::looksAtValues);
  }

  /** Where in the range there can be something to see, in order. */
  List<Stretch> within(KeyRange range) {
    List<Stretch> parts = new ArrayList<>();
    for (Stretch stretch : stretches) {
      KeyRange part = Ranges.common(stretch.range, range);
      if (!part.isEmpty()) {
        parts.add(new Stretch(part, stretch.whole));
      }
    }
    return parts;
  }

  /** In order, not overlapping, but perhaps touching. */
  private List<Stretch> stretches() {
    List<Stretch> found = new ArrayList<>();
    for (KeyRange range : outermost(candidates())) {
      KeyRange before = Ranges.common(range, new KeyRange("", RESERVED.from()));
      KeyRange after = Ranges.common(range, new KeyRange(RESERVED.to(), KeyRange.END));
      for (KeyRange part : List.of(before, after)) {
        if (!part.isEmpty()) {
          found.add(new Stretch(part, isWhole(part)));
        }
      }
    }
    if (judge.administers()) {
      found.add(new Stretch(RESERVED, true));
    }
    found.sort(Comparator.comparing(stretch -> stretch.range.from()));
    return found;
  }

  private boolean isWhole(KeyRange range) {
    return needed.stream().allMatch(permission -> judge.allowsAll(permission, range));
  }

  /** Ranges outside which not everything needed is allowed. */
  private List<KeyRange> candidates() {
    List<KeyRange> candidates = List.of(KeyRange.all());
    for (Permission permission : needed) {
      List<KeyRange> narrower = new ArrayList<>();
      for (KeyRange range : judge.ranges(permission)) {
        candidates.forEach(candidate -> narrower.add(Ranges.common(candidate, range)));
      }
      candidates = outermost(narrower);
    }
    return candidates;
  }

  /** Any two of the ranges lie one in the other or apart, as they come from prefixes. */
  private static List<KeyRange> outermost(List<KeyRange> ranges) {
    List<KeyRange> sorted = new ArrayList<>(ranges);
    sorted.sort(
        Comparator.comparing(KeyRange::from)
            .thenComparing(Comparator.comparing(KeyRange::to).reversed()));
    List<KeyRange> outermost = new ArrayList<>();
    for (KeyRange range : sorted) {
      boolean covered =
          !outermost.isEmpty() && Ranges.contains(outermost.get(outermost.size() - 1), range);
      if (!range.isEmpty() && !covered) {
        outermost.add(range);
      }
    }
    return outermost;
  }

  /** Whole neighbours made one, so that whoever may see everything scans as if nobody judged. */
  private static List<Stretch> joined(List<Stretch> stretches) {
    List<Stretch> joined = new ArrayList<>();
    for (Stretch stretch : stretches) {
      Stretch last = joined.isEmpty() ? stretch : joined.get(joined.size() - 1);
      boolean touches = last.range.to().equals(stretch.range.from());
      if (touches && last.whole && stretch.whole) {
        KeyRange both = new KeyRange(last.range.from(), stretch.range.to());
        joined.set(joined.size() - 1, new Stretch(both, true));
      } else {
        joined.add(stretch);
      }
    }
    return joined;
  }
}

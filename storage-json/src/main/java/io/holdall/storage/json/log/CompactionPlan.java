package io.holdall.storage.json.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Which segments to rewrite: neighbours, of which so much is garbage that rewriting frees more than
 * it writes, and which together fill no more than one segment.
 *
 * @param groups the groups, in the order of the log
 * @param dropsDeletes whether the deletes in them may go, which is so when everything before them
 *     holds nothing but living entries
 */
public record CompactionPlan(List<List<Segment>> groups, boolean dropsDeletes) {

  /**
   * Plans.
   *
   * @param table the segments; the last is never touched
   * @param garbageRatio what part of a segment must be garbage
   * @param segmentBytes how long a segment may become
   */
  public static CompactionPlan of(SegmentTable table, double garbageRatio, long segmentBytes) {
    List<Segment> finished = table.ordered().subList(0, table.ordered().size() - 1);
    long length = finished.stream().mapToLong(Segment::length).sum();
    long kept = finished.stream().mapToLong(Segment::kept).sum();
    if (kept > garbageRatio * length) {
      // Deletes have piled up. Rewritten from the very first segment on, none needs to be kept.
      return new CompactionPlan(grouped(finished, 0, segmentBytes), true);
    }
    return new CompactionPlan(grouped(finished, garbageRatio, segmentBytes), false);
  }

  private static List<List<Segment>> grouped(
      List<Segment> segments, double garbageRatio, long segmentBytes) {
    List<List<Segment>> groups = new ArrayList<>();
    List<Segment> group = new ArrayList<>();
    long living = 0;
    for (Segment segment : segments) {
      long needed = segment.length() - segment.garbage();
      boolean worthwhile = segment.garbage() >= garbageRatio * segment.length();
      if (!group.isEmpty() && (!worthwhile || living + needed > segmentBytes)) {
        groups.add(List.copyOf(group));
        group.clear();
        living = 0;
      }
      if (worthwhile) {
        group.add(segment);
        living += needed;
      }
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }
}

package io.holdall.storage.json.log;

import io.holdall.storage.json.index.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments of the log: in their order, and by the numbers that slots use. Immutable. */
public final class SegmentTable {
  private static final SegmentTable EMPTY = new SegmentTable(List.of(), new Segment[0]);

  private final List<Segment> ordered;
  private final @Nullable Segment[] byFile;

  private SegmentTable(List<Segment> ordered, @Nullable Segment[] byFile) {
    this.ordered = ordered;
    this.byFile = byFile;
  }

  static SegmentTable empty() {
    return EMPTY;
  }

  /** The segments in the order of the log. */
  public List<Segment> ordered() {
    return ordered;
  }

  /** The last segment. */
  public Segment last() {
    return ordered.get(ordered.size() - 1);
  }

  /** The segment in which a value stands. */
  public Segment of(Slot slot) {
    Segment segment = byFile[slot.file()];
    if (segment == null) {
      throw new IllegalStateException("The index names a segment that was retired");
    }
    return segment;
  }

  /** The number for the next segment to be opened. */
  public int nextFile() {
    return byFile.length;
  }

  /** With a segment at the end of the log. */
  public SegmentTable with(Segment last) {
    List<Segment> longer = new ArrayList<>(ordered);
    longer.add(last);
    return new SegmentTable(List.copyOf(longer), including(last));
  }

  /** With a segment that slots may already name, but which has no place in the log yet. */
  SegmentTable withHidden(Segment segment) {
    return new SegmentTable(ordered, including(segment));
  }

  /** With one segment in the place of some that follow one another; these can still be read. */
  SegmentTable replaced(List<Segment> sources, Segment replacement) {
    List<Segment> shorter = new ArrayList<>(ordered);
    int place = shorter.indexOf(sources.get(0));
    shorter.removeAll(sources);
    shorter.add(place, replacement);
    return new SegmentTable(List.copyOf(shorter), including(replacement));
  }

  /** Without segments that no slot names any more. */
  SegmentTable without(List<Segment> retired) {
    @Nullable Segment[] left = byFile.clone();
    retired.forEach(segment -> left[segment.file()] = null);
    return new SegmentTable(ordered, left);
  }

  /** Every segment that can be read. */
  public List<Segment> readable() {
    List<Segment> all = new ArrayList<>();
    for (Segment segment : byFile) {
      if (segment != null) {
        all.add(segment);
      }
    }
    return all;
  }

  private @Nullable Segment[] including(Segment segment) {
    @Nullable Segment[] longer = Arrays.copyOf(byFile, Math.max(byFile.length, segment.file() + 1));
    longer[segment.file()] = segment;
    return longer;
  }
}

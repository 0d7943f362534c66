package io.holdall.storage.json;

import io.holdall.storage.json.log.Segment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Keeps segments that nothing new refers to until the snapshots that may refer to them are closed.
 * Time is counted in retirements: a snapshot may need what was retired since it was opened.
 */
final class Retirement {
  private record Retired(long time, Segment segment) {}

  private final Consumer<Segment> remove;
  // Guarded by this.
  private final NavigableMap<Long, Integer> snapshots = new TreeMap<>();
  private final List<Retired> retired = new ArrayList<>();
  private long time;

  /**
   * Starts without any.
   *
   * @param remove what to do with a segment that nobody needs; must not throw
   */
  Retirement(Consumer<Segment> remove) {
    this.remove = remove;
  }

  /** A snapshot is opened; to be called before it takes hold of a view. */
  synchronized long enter() {
    snapshots.merge(time, 1, Integer::sum);
    return time;
  }

  /** A snapshot is closed that got this time when it was opened. */
  void leave(long entered) {
    List<Segment> free;
    synchronized (this) {
      snapshots.computeIfPresent(entered, (key, count) -> count == 1 ? null : count - 1);
      free = free();
    }
    free.forEach(remove);
  }

  /** Nothing that is read from now on refers to these segments any more. */
  void retire(List<Segment> segments) {
    List<Segment> free;
    synchronized (this) {
      for (Segment segment : segments) {
        retired.add(new Retired(time, segment));
      }
      time++;
      free = free();
    }
    free.forEach(remove);
  }

  /** The store is closed: what is kept is handed out, whoever may need it. */
  synchronized List<Segment> takeAll() {
    List<Segment> all = retired.stream().map(Retired::segment).toList();
    retired.clear();
    return all;
  }

  private List<Segment> free() {
    long oldest = snapshots.isEmpty() ? Long.MAX_VALUE : snapshots.firstKey();
    List<Segment> free = new ArrayList<>();
    Iterator<Retired> all = retired.iterator();
    while (all.hasNext()) {
      Retired next = all.next();
      if (next.time() < oldest) {
        free.add(next.segment());
        all.remove();
      }
    }
    return free;
  }
}

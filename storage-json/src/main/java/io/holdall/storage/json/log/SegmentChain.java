package io.holdall.storage.json.log;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The segments that make up the log, found by their names and checked against what each says of the
 * one before it. Of several generations of a segment the newest counts; what it replaces is left
 * over from a compaction that did not come to clean up.
 */
final class SegmentChain {
  static final String MISSING = "A segment of the log is missing";
  static final String UNCHAINED = "A segment does not follow the one before it";

  private final Disk disk;
  private final Path directory;
  private final String store;
  private final LogDamage.Listener damages;
  private final List<Segment> segments = new ArrayList<>();
  private final List<SegmentName> unreadable = new ArrayList<>();
  private final List<SegmentName> superseded = new ArrayList<>();

  private SegmentChain(Disk disk, Path directory, String store, LogDamage.Listener damages) {
    this.disk = disk;
    this.directory = directory;
    this.store = store;
    this.damages = damages;
  }

  /**
   * Opens the segments.
   *
   * @param store the id that every segment must have
   * @param damages told of what is missing or does not fit; if it does not throw, the rest is used
   * @throws java.nio.file.NoSuchFileException if a segment was removed meanwhile
   */
  static SegmentChain open(Disk disk, Path directory, String store, LogDamage.Listener damages)
      throws IOException {
    SegmentChain chain = new SegmentChain(disk, directory, store, damages);
    try {
      chain.resolve();
      chain.checkLinks();
      return chain;
    } catch (IOException | RuntimeException e) {
      chain.close();
      throw e;
    }
  }

  /** The segments in their order. */
  List<Segment> segments() {
    return segments;
  }

  /** Files that belong to the log but whose headers are damaged. */
  List<SegmentName> unreadable() {
    return unreadable;
  }

  /** Files that others have replaced. */
  List<SegmentName> superseded() {
    return superseded;
  }

  /** What the next segment says of the one at this place; null for the last. */
  @Nullable Seal sealOf(int place) {
    Segment segment = segments.get(place);
    if (segment.header().isCompacted()) {
      return segment.header().sealed();
    }
    if (place + 1 == segments.size()) {
      return null;
    }
    Seal stated = segments.get(place + 1).header().previous();
    return stated != null && stated.segment() == segment.name().number() ? stated : null;
  }

  void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
  }

  private void resolve() throws IOException {
    NavigableSet<SegmentName> names = new TreeSet<>();
    for (String file : disk.list(directory)) {
      SegmentName.parse(file).ifPresent(names::add);
    }
    int number = names.isEmpty() ? 1 : names.last().number();
    List<SegmentName> newestFirst = new ArrayList<>();
    while (number >= 1) {
      SegmentName name = names.floor(new SegmentName(number, Integer.MAX_VALUE));
      if (name == null || name.number() != number) {
        if (!mayBeReplaced(number)) {
          report(LogDamage.at(new SegmentName(number, 0).file(), 0, MISSING));
        }
        number = name == null ? 0 : name.number();
        continue;
      }
      Segment segment = open(name, newestFirst.size());
      if (segment == null) {
        unreadable.add(name);
        number--;
      } else {
        segments.add(segment);
        number = segment.header().from() - 1;
      }
      newestFirst.add(name);
    }
    Collections.reverse(segments);
    names.removeAll(newestFirst);
    superseded.addAll(names);
  }

  /** Whether the next file replaces it, as far as can be told when that has no header. */
  private boolean mayBeReplaced(int number) {
    return unreadable.stream()
        .anyMatch(name -> name.generation() > 0 && name.number() == number + 1);
  }

  private @Nullable Segment open(SegmentName name, int file) throws IOException {
    try {
      return Segment.open(disk, directory, name, file, store);
    } catch (Corrupt e) {
      report(LogDamage.at(name.file(), 0, e.text()));
      return null;
    }
  }

  private void checkLinks() {
    for (int i = 0; i < segments.size(); i++) {
      SegmentHeader header = segments.get(i).header();
      Seal previous = header.previous();
      if ((previous == null) != (header.from() == 1)) {
        report(LogDamage.at(header.name().file(), 0, UNCHAINED));
      } else if (i > 0 && previous != null && !fits(segments.get(i - 1), header, previous)) {
        report(LogDamage.at(header.name().file(), 0, UNCHAINED));
      }
    }
  }

  private static boolean fits(Segment before, SegmentHeader header, Seal previous) {
    SegmentHeader earlier = before.header();
    if (earlier.name().number() != header.from() - 1) {
      return true; // what lies between was reported as missing or unreadable
    }
    return previous.segment() == earlier.name().number()
        && earlier.name().generation() >= header.previousGeneration()
        && header.first() > previous.commit()
        && (!earlier.isCompacted() || Objects.equals(earlier.sealed(), previous));
  }

  private void report(LogDamage damage) {
    damages.found(damage);
  }
}

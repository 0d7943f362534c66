package io.holdall.storage.json.log;

import io.holdall.storage.json.format.Checksum;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.LineParser.Kind;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentEnd;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commits of one segment in their order and checks everything that can be checked: each
 * line by itself, that no number is missing or twice, and that the whole is what the next segment,
 * or the segment's own last line, says of it.
 *
 * <p>The end of the last segment may be torn: a crash can leave any part of the lines that were
 * being written. Such an end is no damage. It is told apart by the lines themselves: each names the
 * first commit that was written together with it, so a line after a damaged one shows whether that
 * had been acknowledged when it was written.
 */
final class SegmentWalk {
  static final String BROKEN = "A line of the log is damaged";
  static final String MISPLACED = "A commit is missing or out of its place";
  static final String MISFIT = "A segment is not what was stated of it when it was finished";
  static final String SHORT = "A segment is shorter than it was";
  static final String NO_END = "A compacted segment has no end";

  /** Is shown every whole commit. */
  @FunctionalInterface
  interface Visitor {
    /** The line that the scanner stands at. */
    void commit(Segment segment, LineScanner scanner) throws IOException;
  }

  private static final long UNKNOWN = -1;

  private final Segment segment;
  private final @Nullable Seal seal;
  private final long attested;
  private final Visitor visitor;
  private final LogDamage.Listener damages;
  private final LineScanner scanner;
  private final long limit;

  private long expected;
  private long last;
  private int chain;
  private long commits;
  private long end;
  private boolean damaged;
  private boolean endSeen;

  /**
   * Prepares the walk.
   *
   * @param from where to begin
   * @param seal what the next segment says of this one; null if there is none yet
   * @param attested up to which offset the segment is known to have been whole; damage before that
   *     is not taken for a torn end
   */
  SegmentWalk(
      Segment segment,
      LogPosition from,
      @Nullable Seal seal,
      long attested,
      Visitor visitor,
      LogDamage.Listener damages)
      throws IOException {
    this.segment = segment;
    this.seal = seal;
    this.attested = attested;
    this.visitor = visitor;
    this.damages = damages;
    long fileLength = segment.readable().length();
    limit =
        seal == null || segment.header().isCompacted()
            ? fileLength
            : Math.min(fileLength, seal.length());
    scanner = new LineScanner(segment.readable(), from.offset(), limit);
    end = from.offset();
    last = from.commit();
    expected = from.commit() + 1;
    chain = from.chain();
  }

  /**
   * Walks to the end.
   *
   * @return the place behind the last whole line; what follows it is a torn end
   */
  LogPosition run() throws IOException {
    while (scanner.next()) {
      if (scanner.kind() == Kind.COMMIT) {
        commit();
      } else if (!isEnd()) {
        if (mayBeTorn()) {
          break;
        }
        damage();
      }
    }
    checkWhole();
    return new LogPosition(segment.name(), end, last, chain);
  }

  private boolean isCompacted() {
    return segment.header().isCompacted();
  }

  private void commit() throws IOException {
    LineParser line = scanner.line();
    long commit = line.commit();
    boolean inPlace = !endSeen && isNext(commit);
    if (!inPlace) {
      boolean gap = commit > last && !endSeen;
      report(
          new LogDamage(
              segment.name().file(),
              scanner.offset(),
              gap ? 0 : scanner.nextOffset() - scanner.offset(),
              gap ? expected : commit,
              gap ? commit - 1 : commit,
              MISPLACED));
    }
    visitor.commit(segment, scanner);
    chain = Checksum.chain(chain, line.crc());
    last = Math.max(last, commit);
    expected = last + 1;
    commits++;
    end = scanner.nextOffset();
  }

  private boolean isNext(long commit) {
    return (isCompacted() || expected == UNKNOWN) ? commit > last : commit == expected;
  }

  /** Whether this is the end of a compacted segment, and the right one. */
  private boolean isEnd() {
    if (scanner.kind() != Kind.OTHER || !isCompacted() || endSeen) {
      return false;
    }
    Optional<SegmentEnd> stated = SegmentEnd.parse(scanner.line().text());
    if (stated.isEmpty()) {
      return false;
    }
    endSeen = true;
    if (!damaged && !stated.get().equals(new SegmentEnd(commits, chain))) {
      report(whole(MISFIT));
    }
    end = scanner.nextOffset();
    return true;
  }

  private boolean mayBeTorn() throws IOException {
    if (isCompacted() || seal != null || scanner.offset() < attested) {
      return false;
    }
    LineScanner ahead = new LineScanner(segment.readable(), scanner.offset(), limit);
    while (ahead.next()) {
      switch (ahead.kind()) {
        case COMMIT -> {
          if (ahead.line().commit() <= expected || ahead.line().group() > expected) {
            return false;
          }
        }
        case OTHER -> {
          return false;
        }
        case INCOMPLETE, INVALID -> ahead.skip();
      }
    }
    return true;
  }

  /** Takes note of the stretch up to the next commit. */
  private void damage() throws IOException {
    long start = scanner.offset();
    long stop = limit;
    long next = UNKNOWN;
    scanner.skip();
    while (stop == limit && scanner.next()) {
      if (scanner.kind() == Kind.COMMIT) {
        next = scanner.line().commit();
        stop = scanner.offset();
      } else if (isEnd()) {
        stop = scanner.offset();
      } else {
        scanner.skip();
      }
    }
    long lost = next != UNKNOWN ? next - 1 : seal != null ? seal.commit() : UNKNOWN;
    boolean tellable = expected != UNKNOWN && (lost == UNKNOWN || lost >= expected);
    report(
        new LogDamage(
            segment.name().file(),
            start,
            stop - start,
            tellable ? expected : UNKNOWN,
            tellable ? lost : UNKNOWN,
            BROKEN));
    expected = UNKNOWN;
    if (next != UNKNOWN) {
      commit();
    }
  }

  private void checkWhole() throws IOException {
    if (isCompacted()) {
      if (!endSeen && !damaged) {
        report(LogDamage.at(segment.name().file(), limit, NO_END));
      }
      return;
    }
    if (seal == null) {
      return;
    }
    if (limit < seal.length() && !damaged) {
      report(
          new LogDamage(
              segment.name().file(), limit, seal.length() - limit, last + 1, seal.commit(), SHORT));
    }
    if (!damaged && (last != seal.commit() || chain != seal.chain() || end != seal.length())) {
      report(whole(MISFIT));
    }
  }

  private LogDamage whole(String problem) {
    return LogDamage.at(segment.name().file(), 0, problem);
  }

  private void report(LogDamage damage) {
    damaged = true;
    damages.found(damage);
  }
}

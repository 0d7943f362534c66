package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.Encoding;
import io.holdall.storage.json.format.LineParser;
import io.holdall.storage.json.format.LineParser.Kind;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.IndexEdit;
import io.holdall.storage.json.index.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Lets the index point to a compacted segment instead of those it replaces. Done in small steps,
 * between which commits go on; entries that they replace meanwhile are left alone. Every step is
 * taken while no commit is going on.
 */
public final class Relocation {
  private static final int OPERATIONS_A_STEP = 500;

  private final Log log;
  private final List<Segment> sources;
  private final Segment target;
  private final LineScanner scanner;

  private Relocation(Log log, List<Segment> sources, Segment target) throws IOException {
    this.log = log;
    this.sources = sources;
    this.target = target;
    scanner =
        new LineScanner(target.readable(), target.start().offset(), target.readable().length());
  }

  /** Opens the compacted segment, for the index to refer to. */
  public static Relocation begin(
      Disk disk, Path directory, String store, Log log, List<Segment> sources, SegmentName name)
      throws IOException {
    SegmentTable table = log.segments();
    Segment target = Segment.open(disk, directory, name, table.nextFile(), store);
    target.setLength(target.readable().length());
    log.setSegments(table.withHidden(target));
    return new Relocation(log, sources, target);
  }

  /**
   * Moves some entries.
   *
   * @param view the present state
   * @return the state after it; empty if there was nothing left to move
   */
  public Optional<View> step(View view) throws IOException {
    IndexEdit index = view.index().edit();
    int operations = 0;
    while (operations < OPERATIONS_A_STEP && scanner.next()) {
      if (scanner.kind() == Kind.COMMIT) {
        move(index);
        operations += scanner.line().operations();
      } else if (scanner.kind() != Kind.OTHER) {
        throw LogDamage.corrupt(target.path(), scanner.offset(), SegmentWalk.BROKEN);
      }
    }
    return operations == 0
        ? Optional.empty()
        : Optional.of(new View(index.toIndex(), log.segments(), view.end()));
  }

  /** Ends it: the log consists of the new segment, and the old ones are needed no more. */
  public View finish(View view) {
    log.setSegments(log.segments().replaced(sources, target).without(sources));
    return new View(view.index(), log.segments(), view.end());
  }

  private void move(IndexEdit index) {
    LineParser line = scanner.line();
    for (int i = 0; i < line.operations(); i++) {
      byte[] key = line.key(i);
      Encoding encoding = line.encoding(i);
      if (encoding == null) {
        target.keep(Segment.lineBytes(key.length, 0));
        continue;
      }
      Slot present = index.get(key);
      if (present != null && present.version() == line.commit()) {
        index.put(key, Replay.slot(target, scanner, i, encoding));
        long bytes = Segment.lineBytes(key.length, present.length());
        target.addLive(bytes);
        log.segments().of(present).addLive(-bytes);
      }
    }
  }
}

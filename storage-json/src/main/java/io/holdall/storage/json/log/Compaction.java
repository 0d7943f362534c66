package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentHeader;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.Index;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a group of neighbouring segments as one that holds their lines without what is dead:
 * puts that others have replaced, and deletes that no older put needs. Commit numbers, and with
 * them versions, stay. The new file replaces the others in the moment it gets its name; until then
 * it is a leftover, from then on they are.
 */
public final class Compaction {
  private final Disk disk;
  private final Path directory;
  private final String store;
  private final SegmentTable table;
  private final Index index;
  private final BooleanSupplier stopped;

  /**
   * Prepares.
   *
   * @param view a state that is durable
   * @param stopped asked often whether to give up
   */
  public Compaction(Disk disk, Path directory, String store, View view, BooleanSupplier stopped) {
    this.disk = disk;
    this.directory = directory;
    this.store = store;
    this.table = view.segments();
    this.index = view.index();
    this.stopped = stopped;
  }

  /**
   * Writes the file that replaces a group.
   *
   * @return its name; empty if it was given up
   * @throws io.holdall.storage.StorageException.Corrupt if what is to be rewritten is damaged
   */
  public Optional<SegmentName> rewrite(List<Segment> group, boolean dropsDeletes)
      throws IOException {
    SegmentHeader header = header(group);
    boolean first = header.from() == 1;
    try {
      WholeFile.write(
          disk,
          directory,
          header.name().file(),
          file -> rewrite(group, new CompactedWriter(file, header, index, dropsDeletes || first)));
      return Optional.of(header.name());
    } catch (Stopped e) {
      return Optional.empty();
    }
  }

  private void rewrite(List<Segment> group, CompactedWriter output) throws IOException {
    for (Segment segment : group) {
      new SegmentWalk(
              segment,
              segment.start(),
              seal(segment),
              0,
              (source, scanner) -> {
                if (stopped.getAsBoolean()) {
                  throw new Stopped();
                }
                output.add(scanner.line(), scanner.buffer());
              },
              LogDamage.Listener.refusing(directory))
          .run();
    }
    output.finish();
  }

  private SegmentHeader header(List<Segment> group) {
    SegmentHeader first = group.get(0).header();
    SegmentHeader last = group.get(group.size() - 1).header();
    int generation = 0;
    for (Segment segment : group) {
      generation = Math.max(generation, segment.name().generation());
    }
    int place = table.ordered().indexOf(group.get(0));
    int before = place == 0 ? 0 : table.ordered().get(place - 1).name().generation();
    return new SegmentHeader(
        store,
        new SegmentName(last.name().number(), generation + 1),
        first.from(),
        first.first(),
        first.previous(),
        before,
        seal(group.get(group.size() - 1)));
  }

  private @Nullable Seal seal(Segment segment) {
    Seal sealed = segment.header().sealed();
    if (sealed != null) {
      return sealed;
    }
    int place = table.ordered().indexOf(segment);
    return table.ordered().get(place + 1).header().previous();
  }

  /** Somebody wants the store to be closed. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("Given up");
    }
  }
}

package io.holdall.storage.json.log;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.Index;
import io.holdall.storage.json.index.IndexEdit;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the state of a store from its files without changing any: from the checkpoint, if there is
 * one that fits, and from what the log has after it; else from all of the log. Anything that is not
 * as it was written is {@code Corrupt}.
 */
public final class Recovery {
  /** How often the list of segments is read again when one vanishes before it could be opened. */
  private static final int ATTEMPTS = 20;

  /**
   * What was found.
   *
   * @param view the state after the last commit
   * @param synced the place in the last segment up to which the log surely survives a power cut
   * @param checkpointed up to where the checkpoint reaches; null if none could be used
   * @param checkpointBytes the size of the checkpoint, 0 if none could be used
   * @param superseded files left over from a compaction that did not come to clean up
   */
  public record Loaded(
      View view,
      long synced,
      @Nullable LogPosition checkpointed,
      long checkpointBytes,
      List<SegmentName> superseded) {}

  private final Path directory;
  private final SegmentChain chain;
  private final List<Segment> segments;
  private SegmentTable table = SegmentTable.empty();

  /** Up to where the last segment is known to have been whole. */
  private long attested;

  private Recovery(Path directory, SegmentChain chain) {
    this.directory = directory;
    this.chain = chain;
    this.segments = chain.segments();
    for (Segment segment : segments) {
      table = table.with(segment);
    }
  }

  /**
   * Loads.
   *
   * @throws io.holdall.storage.StorageException.Corrupt at the first damage
   */
  public static Loaded load(Disk disk, Path directory, String store) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<String> names = disk.list(directory);
      try {
        return loadOnce(disk, directory, store);
      } catch (NoSuchFileException | Corrupt e) {
        // A writer may have compacted meanwhile: then the names are others now.
        if (attempt == ATTEMPTS || disk.list(directory).equals(names)) {
          throw e;
        }
      }
    }
  }

  private static Loaded loadOnce(Disk disk, Path directory, String store) throws IOException {
    // The checkpoint first: what it says of the log stays true while a writer goes on with that.
    try (CheckpointReader checkpoint = checkpoint(disk, directory, store)) {
      SegmentChain chain =
          SegmentChain.open(disk, directory, store, LogDamage.Listener.refusing(directory));
      try {
        return new Recovery(directory, chain).load(checkpoint);
      } catch (IOException | RuntimeException e) {
        chain.close();
        throw e;
      }
    }
  }

  private Loaded load(@Nullable CheckpointReader checkpoint) throws IOException {
    for (int i = 0; i < segments.size(); i++) {
      bound(segments.get(i), chain.sealOf(i));
    }
    IndexEdit index = Index.empty().edit();
    LogPosition from = segments.get(0).start();
    int place = 0;
    LogPosition checkpointed = null;
    long checkpointBytes = 0;
    if (checkpoint != null) {
      attest(checkpoint);
      if (fits(checkpoint) && read(checkpoint, index)) {
        from = checkpoint.end();
        checkpointed = from;
        checkpointBytes = checkpoint.bytes();
        place = checkpoint.covered().size() - 1;
      } else {
        index = Index.empty().edit();
      }
    }
    long synced = from.segment().equals(table.last().name()) ? from.offset() : 0;
    LogPosition end = replay(index, place, from);
    table.last().setLength(end.offset());
    return new Loaded(
        new View(index.toIndex(), table, end),
        synced,
        checkpointed,
        checkpointBytes,
        chain.superseded());
  }

  private static @Nullable CheckpointReader checkpoint(Disk disk, Path directory, String store)
      throws IOException {
    CheckpointReader reader = CheckpointReader.open(disk, directory).orElse(null);
    if (reader != null && !reader.store().equals(store)) {
      reader.close();
      return null;
    }
    return reader;
  }

  /** Sets how much of a segment counts, and makes sure that it is there. */
  private void bound(Segment segment, @Nullable Seal seal) throws IOException {
    long length = segment.readable().length();
    if (seal != null && !segment.header().isCompacted()) {
      requireLength(segment, length, seal.length());
      length = seal.length();
    }
    segment.setLength(length);
  }

  private void requireLength(Segment segment, long length, long required) {
    if (length < required) {
      throw LogDamage.corrupt(segment.path(), length, SegmentWalk.SHORT);
    }
  }

  /**
   * The log was synced before the checkpoint was written, so all that the checkpoint reaches over
   * must be there, even if the index in it is of no use.
   */
  private void attest(CheckpointReader checkpoint) {
    SegmentName last = checkpoint.end().segment();
    if (last.number() > table.last().name().number()) {
      throw LogDamage.corrupt(directory.resolve(last.file()), 0, SegmentChain.MISSING);
    }
    for (CheckpointReader.Covered covered : checkpoint.covered()) {
      for (Segment segment : segments) {
        if (segment.name().equals(covered.name())) {
          requireLength(segment, segment.length(), covered.length());
        }
      }
    }
    if (last.equals(table.last().name())) {
      attested = checkpoint.end().offset();
    }
  }

  /** Whether the checkpoint is of these very segments: the first ones, none compacted since. */
  private boolean fits(CheckpointReader checkpoint) {
    List<CheckpointReader.Covered> covered = checkpoint.covered();
    if (covered.isEmpty() || covered.size() > segments.size()) {
      return false;
    }
    for (int i = 0; i < covered.size(); i++) {
      if (!covered.get(i).name().equals(segments.get(i).name())) {
        return false;
      }
    }
    return covered.get(covered.size() - 1).name().equals(checkpoint.end().segment());
  }

  private boolean read(CheckpointReader checkpoint, IndexEdit index) throws IOException {
    Optional<long[]> live = checkpoint.readInto(index, segments);
    if (live.isEmpty()) {
      return false;
    }
    for (int i = 0; i < checkpoint.covered().size(); i++) {
      segments.get(i).addLive(live.get()[i]);
      segments.get(i).keep(checkpoint.covered().get(i).kept());
    }
    return true;
  }

  private LogPosition replay(IndexEdit index, int place, LogPosition from) throws IOException {
    Replay replay = new Replay(index, table);
    LogPosition end = from;
    for (int i = place; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      LogPosition start = i == place ? from : segment.start();
      boolean finished = segment.header().isCompacted() && start.offset() == segment.length();
      end =
          finished
              ? start
              : new SegmentWalk(
                      segment,
                      start,
                      chain.sealOf(i),
                      attested,
                      replay,
                      LogDamage.Listener.refusing(directory))
                  .run();
      Seal sealed = segment.header().sealed();
      if (sealed != null) {
        end = new LogPosition(segment.name(), end.offset(), sealed.commit(), sealed.chain());
      }
    }
    return end;
  }
}

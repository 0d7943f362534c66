package io.holdall.storage.json.log;

import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.format.Seal;
import io.holdall.storage.json.format.SegmentName;
import io.holdall.storage.json.index.IndexEdit;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log that another process writes, and changes nothing. All segments are kept open, so
 * that none can vanish under a reader when the writer compacts.
 */
public final class Follower {
  private final Disk disk;
  private final Path directory;
  private final String store;
  private volatile View view;
  private boolean closed; // guarded by this

  private Follower(Disk disk, Path directory, String store, View view) {
    this.disk = disk;
    this.directory = directory;
    this.store = store;
    this.view = view;
  }

  /** Loads the present state. */
  public static Follower open(Disk disk, Path directory, String store) throws IOException {
    return new Follower(disk, directory, store, Recovery.load(disk, directory, store).view());
  }

  /** The state that was found last. */
  public View view() {
    return view;
  }

  /**
   * Takes in what was committed since. Costs two questions to the file system if nothing was.
   *
   * @return segments that the view does not refer to any more, to be closed in time
   * @throws io.holdall.storage.StorageException.Corrupt if the log is damaged
   */
  public synchronized List<Segment> follow() throws IOException {
    if (closed) {
      return List.of();
    }
    while (true) {
      Segment last = view.segments().last();
      boolean followed = disk.exists(directory.resolve(nextName().file()));
      long length = last.readable().length();
      if (followed) {
        Segment next = open(nextName());
        if (next == null || !advance(next)) {
          return reload();
        }
      } else if (length < view.end().offset()) {
        return reload(); // what was read last was given up by the writer
      } else {
        if (length > view.end().offset() && !last.header().isCompacted()) {
          read(null);
        }
        return List.of();
      }
    }
  }

  /** Ends following; what is returned is to be closed. */
  public synchronized List<Segment> close() {
    closed = true;
    return view.segments().readable();
  }

  private SegmentName nextName() {
    return new SegmentName(view.segments().last().name().number() + 1, 0);
  }

  private @Nullable Segment open(SegmentName name) throws IOException {
    try {
      return Segment.open(disk, directory, name, view.segments().nextFile(), store);
    } catch (NoSuchFileException e) {
      return null; // compacted already
    }
  }

  /** Goes on to the next segment; false if the present state does not lead there. */
  private boolean advance(Segment next) throws IOException {
    Seal previous = next.header().previous();
    Segment last = view.segments().last();
    boolean fits =
        previous != null
            && previous.segment() == last.name().number()
            && (last.header().isCompacted()
                ? previous.equals(last.header().sealed())
                : previous.length() >= view.end().offset())
            && view.segments().ordered().stream().allMatch(s -> disk.exists(s.path()));
    if (!fits) {
      next.close();
      return false;
    }
    try {
      if (!last.header().isCompacted()) {
        read(previous);
      }
    } catch (IOException | RuntimeException e) {
      next.close();
      throw e;
    }
    view = new View(view.index(), view.segments().with(next), next.start());
    return true;
  }

  /** Reads on in the last segment. */
  private void read(@Nullable Seal seal) throws IOException {
    IndexEdit index = view.index().edit();
    Segment last = view.segments().last();
    LogPosition end =
        new SegmentWalk(
                last,
                view.end(),
                seal,
                0,
                new Replay(index, view.segments()),
                LogDamage.Listener.refusing(directory))
            .run();
    last.setLength(end.offset());
    view = new View(index.toIndex(), view.segments(), end);
  }

  private List<Segment> reload() throws IOException {
    List<Segment> opened = view.segments().readable();
    view = Recovery.load(disk, directory, store).view();
    return opened;
  }
}

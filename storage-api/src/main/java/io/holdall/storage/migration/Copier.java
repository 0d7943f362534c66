package io.holdall.storage.migration;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.StorageView;
import io.holdall.storage.migration.Checkpoint.Position;
import io.holdall.storage.spi.Capabilities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies the entries of one store to another, whatever their backends, and verifies every one.
 *
 * <pre>{@code
 * CopyResult result = Copier.from(development).to(production).progress(bar::update).run();
 * if (!result.isExact()) {
 *   result.verification().differences().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <ul>
 *   <li><b>Source.</b> Read from a snapshot where it has them; otherwise nobody should write to it
 *       meanwhile, or the verification reports what has changed. It is never changed.
 *   <li><b>Target.</b> What is in it stays: an entry with the same bytes and format is left as it
 *       is, a different one is treated as {@link #onConflict} says, and one that the source does
 *       not have is reported as extra. Entries get new versions.
 *   <li><b>Resuming.</b> A copy that was interrupted, failed or killed is started again in the same
 *       way and goes on where it stopped: the position stands in the target, in the framework's
 *       collection {@code _holdall_copy}, written in one commit with the entries where the target
 *       can do that, and removed at the end. A copy in the place of another of the same {@link
 *       #name} and range is safe too: what the position wrongly left out is found missing by the
 *       verification, and then everything is copied again from the beginning.
 *   <li><b>Not copied</b> are the framework's collections, whose names begin with {@code _holdall}.
 * </ul>
 *
 * <p>Immutable; each method gives a changed copy. Neither store is closed.
 */
public final class Copier {
  /** How many entries are read at once when nothing else is said. */
  public static final int DEFAULT_PAGE_SIZE = 500;

  private final Storage source;
  private final Storage target;
  private final String name;
  private final KeyRange range;
  private final int pageSize;
  private final ConflictPolicy policy;
  private final ProgressListener listener;

  private Copier(
      Storage source,
      Storage target,
      String name,
      KeyRange range,
      int pageSize,
      ConflictPolicy policy,
      ProgressListener listener) {
    this.source = source;
    this.target = target;
    this.name = name;
    this.range = range;
    this.pageSize = pageSize;
    this.policy = policy;
    this.listener = listener;
  }

  /** The store to copy from. */
  public static From from(Storage source) {
    return new From(source);
  }

  /** A copy of which only the source is known. */
  public static final class From {
    private final Storage source;

    private From(Storage source) {
      this.source = source;
    }

    /**
     * The store to copy to.
     *
     * @throws InvalidArgument if it is the same
     */
    public Copier to(Storage target) {
      if (source.backend() == target.backend()) {
        throw new InvalidArgument("A store cannot be copied to itself");
      }
      String name = source.capabilities().backend() + " to " + target.capabilities().backend();
      return new Copier(
          source,
          target,
          name,
          KeyRange.all(),
          DEFAULT_PAGE_SIZE,
          ConflictPolicy.FAIL,
          ProgressListener.NONE);
    }
  }

  /**
   * What this copy is called, so that it is known again when it is resumed: say from where to
   * where. The types of the two backends when not set.
   */
  public Copier name(String text) {
    return new Copier(source, target, text, range, pageSize, policy, listener);
  }

  /** Only the entries of this range; all when not set. */
  public Copier only(KeyRange keys) {
    return new Copier(source, target, name, keys, pageSize, policy, listener);
  }

  /** Only the entries under this key, by segments. */
  public Copier under(Key ancestor) {
    return only(KeyRange.under(ancestor));
  }

  /**
   * How many entries are read at once, {@value #DEFAULT_PAGE_SIZE} when not set. The target may
   * take fewer in a batch.
   *
   * @throws InvalidArgument if less than 1
   */
  public Copier pageSize(int entries) {
    if (entries < 1) {
      throw new InvalidArgument("The size of a page must be at least 1").with("entries", entries);
    }
    return new Copier(source, target, name, range, entries, policy, listener);
  }

  /** What to do about entries that differ; {@link ConflictPolicy#FAIL} when not set. */
  public Copier onConflict(ConflictPolicy conflicts) {
    return new Copier(source, target, name, range, pageSize, conflicts, listener);
  }

  /**
   * Is told after each page how far the work has come. A unit is an entry copied or an entry
   * verified, so the total is twice the number of entries in the source.
   */
  public Copier progress(ProgressListener progress) {
    return new Copier(source, target, name, range, pageSize, policy, progress);
  }

  /**
   * Compares the stores and writes nothing: what is missing would be copied, what is different
   * would be treated as {@link #onConflict} says.
   *
   * @throws LimitExceeded if the target does not take an entry of the source
   */
  public Comparison dryRun() {
    try (FrozenSource frozen = new FrozenSource(source)) {
      requireFits(frozen.view);
      return StoreComparer.compare(
          pages(frozen.view), pages(target), new Progress(frozen.view, 1)::entryDone);
    } catch (StorageException e) {
      throw attributed(e);
    }
  }

  /**
   * Copies and verifies. When the thread is interrupted it stops after the page it is at, keeps the
   * interrupt flag, and the result says that it is not complete.
   *
   * @throws StorageException.Conflict if the target has a different entry and the policy is to
   *     fail; the first such key is named, and the entries before it are copied
   * @throws LimitExceeded if the target does not take an entry, which is found out before anything
   *     is written if the target's limits are below the source's
   * @throws AccessDenied if the target is opened read-only
   */
  public CopyResult run() {
    if (target.capabilities().readOnly()) {
      throw attributed(
          new AccessDenied("The target is opened read-only").with("reason", "read-only"));
    }
    try (FrozenSource frozen = new FrozenSource(source)) {
      requireFits(frozen.view);
      return new Run(frozen.view).run();
    } catch (StorageException e) {
      throw attributed(e);
    }
  }

  private StorageException attributed(StorageException e) {
    return e.with("operation", "copy").with("backend", target.capabilities().backend());
  }

  private EntryPages pages(StorageView view) {
    return EntryPages.of(view, range, pageSize);
  }

  /** Looks through the source before anything is written, if it may have what is too large. */
  private void requireFits(StorageView view) {
    Capabilities from = source.capabilities();
    Capabilities to = target.capabilities();
    boolean keysFit = from.maxKeyBytes() <= to.maxKeyBytes();
    boolean valuesFit =
        from.maxValueBytes() <= to.maxValueBytes()
            && from.maxKeyBytes() + (long) from.maxValueBytes() <= to.maxBatchBytes();
    if (keysFit && valuesFit) {
      return;
    }
    EntryPages pages = valuesFit ? pages(view).keysOnly() : pages(view);
    for (List<Entry> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      for (Entry entry : page) {
        PageWriter.requireFits(entry, to);
      }
    }
  }

  /** A snapshot of the source, or the source itself where it has none. */
  private static final class FrozenSource implements AutoCloseable {
    private final @Nullable StorageSnapshot snapshot;
    private final StorageView view;

    FrozenSource(Storage source) {
      snapshot = source.capabilities().snapshots() ? source.snapshot() : null;
      view = snapshot == null ? source : snapshot;
    }

    @Override
    public void close() {
      if (snapshot != null) {
        snapshot.close();
      }
    }
  }

  /** Tells the listener, at most once for each page. */
  private final class Progress {
    private final long total;
    private long done;

    Progress(StorageView view, int rounds) {
      long entries = 0;
      if (listener != ProgressListener.NONE) {
        EntryPages pages = pages(view).keysOnly();
        for (int size = pages.next().size(); size > 0; size = pages.next().size()) {
          entries += size;
        }
      }
      total = entries * rounds;
    }

    void entryDone() {
      if (++done % pageSize == 0 || done == total) {
        listener.progress(done, total);
      }
    }

    void copied(long entries) {
      done = Math.min(entries, total / 2); // an earlier run may have counted entries gone since
      listener.progress(done, total);
    }

    void allCopied() {
      copied(total / 2);
    }
  }

  /** One run, with what it has counted. */
  private final class Run {
    private final long start = System.nanoTime();
    private final StorageView view;
    private final Checkpoint checkpoint = new Checkpoint(target, name, range);
    private final PageWriter writer = new PageWriter(target, policy, checkpoint);
    private final Progress progress;

    Run(StorageView view) {
      this.view = view;
      this.progress = new Progress(view, 2);
    }

    CopyResult run() {
      Optional<Position> position = checkpoint.read();
      boolean resumed = position.isPresent();
      Comparison verification = copyAndVerify(position);
      if (resumed && verification.complete() && verification.isLacking()) {
        // The position was of another copy, or the source has changed before it: do not trust it.
        verification = copyAndVerify(Optional.empty());
      }
      if (verification.complete()) {
        checkpoint.remove();
      }
      return new CopyResult(
          writer.copied(),
          writer.copiedBytes(),
          writer.alreadyThere(),
          writer.skipped(),
          resumed,
          verification.complete(),
          verification,
          Duration.ofNanos(System.nanoTime() - start));
    }

    private Comparison copyAndVerify(Optional<Position> position) {
      try {
        if (!copy(position)) {
          return Comparison.none();
        }
        progress.allCopied();
        return StoreComparer.compare(pages(view), pages(target), progress::entryDone);
      } catch (Unavailable | OutcomeUnknown e) {
        if (Thread.currentThread().isInterrupted()) {
          return Comparison.none(); // a backend may end a call so when its caller is interrupted
        }
        throw e;
      }
    }

    /** Whether everything was copied; false if the thread was interrupted. */
    private boolean copy(Optional<Position> position) {
      long done = position.map(Position::entries).orElse(0L);
      writer.startAt(done);
      progress.copied(done);
      EntryPages pages = EntryPages.after(position.map(Position::after), view, range, pageSize);
      for (List<Entry> page = pages.next(); !page.isEmpty(); page = pages.next()) {
        writer.write(page);
        done += page.size();
        progress.copied(done);
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
      }
      return true;
    }
  }
}

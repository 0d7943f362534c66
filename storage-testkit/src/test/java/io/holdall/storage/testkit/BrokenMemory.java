package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.spi.Capabilities;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Memory backends, each wrong in one way. */
final class BrokenMemory {
  private BrokenMemory() {}

  /** Counts the writings of an entry, and begins again after a delete. */
  static final class ReissuesVersions extends BreakableBackend {
    ReissuesVersions(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Version issue(@Nullable Entry before, Value value) {
      return Version.of(before == null ? 1 : Long.parseLong(before.version().text()) + 1);
    }
  }

  /** Takes a hash of the bytes for a version, as HTTP entity tags are often made. */
  static final class VersionsByContent extends BreakableBackend {
    VersionsByContent(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Version issue(@Nullable Entry before, Value value) {
      return Version.parse("hash" + value.hashCode());
    }
  }

  /** Lets go of its lock between the operations of a batch. */
  static final class HalfVisibleBatch extends BreakableBackend {
    HalfVisibleBatch(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // that is what is broken
    public CommitResult commit(WriteBatch batch) {
      List<Key> conflicts = conflicts(batch);
      if (!conflicts.isEmpty()) {
        throw new Conflict(conflicts);
      }
      Map<Key, Version> versions = new HashMap<>();
      for (Operation operation : batch.operations()) {
        apply(operation, versions);
        LockSupport.parkNanos(20_000);
      }
      return new CommitResult(versions);
    }
  }

  /** Looks at a condition when its operation's turn has come. */
  static final class WritesUntilConflict extends BreakableBackend {
    WritesUntilConflict(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    public synchronized CommitResult commit(WriteBatch batch) {
      Map<Key, Version> versions = new HashMap<>();
      for (Operation operation : batch.operations()) {
        List<Key> conflicts = conflicts(WriteBatch.builder().add(operation).build());
        if (!conflicts.isEmpty()) {
          throw new Conflict(conflicts);
        }
        apply(operation, versions);
      }
      return new CommitResult(versions);
    }
  }

  /** Promises more whenever a page is full. */
  static final class PhantomLastPage extends BreakableBackend {
    PhantomLastPage(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    boolean more(Scan scan, int matching) {
      return matching >= scan.limit();
    }
  }

  /** Begins a page with the key it goes on after. */
  static final class InclusiveAfter extends BreakableBackend {
    InclusiveAfter(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    boolean contains(Scan scan, Key key) {
      boolean isAfter = scan.after().filter(key::equals).isPresent();
      return super.contains(scan, key) || (isAfter && scan.bounds().contains(key));
    }
  }

  /** Takes what begins with {@code foo} for what lies under it. */
  static final class PrefixWithoutSegments extends BreakableBackend {
    PrefixWithoutSegments(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    boolean contains(Scan scan, Key key) {
      return careless(scan.range()).contains(key) && scan.after().filter(key::equals).isEmpty();
    }
  }

  /** Sorts as Java compares strings, by UTF-16. */
  static final class OrderOfUtf16 extends BreakableBackend {
    OrderOfUtf16(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Comparator<Key> order() {
      return Comparator.comparing(key -> String.join("\0", key.segments()));
    }
  }

  /** Trims the white space of keys. */
  static final class TrimsKeys extends BreakableBackend {
    TrimsKeys(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Key stored(Key key) {
      String trimmed = key.name().trim();
      return trimmed.isEmpty() || trimmed.equals(key.name())
          ? key
          : key.parent().map(parent -> parent.child(trimmed)).orElse(Key.of(trimmed));
    }
  }

  /** Takes upper and lower case for the same, as some file systems do. */
  static final class FoldsCase extends BreakableBackend {
    FoldsCase(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Comparator<Key> order() {
      return Comparator.comparing(key -> key.encoded().toLowerCase(Locale.ROOT));
    }
  }

  /** Writes whatever the conditions say. */
  static final class IgnoresConditions extends BreakableBackend {
    IgnoresConditions(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    boolean holds(Condition condition, @Nullable Version present) {
      return true;
    }
  }

  /** Checks, lets others go first, and writes. */
  static final class ChecksBeforeLocking extends BreakableBackend {
    ChecksBeforeLocking(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // that is what is broken
    public CommitResult commit(WriteBatch batch) {
      List<Key> conflicts = conflictsNow(batch);
      if (!conflicts.isEmpty()) {
        throw new Conflict(conflicts);
      }
      LockSupport.parkNanos(20_000);
      Map<Key, Version> versions = new HashMap<>();
      batch.operations().forEach(operation -> apply(operation, versions));
      return new CommitResult(versions);
    }

    private synchronized List<Key> conflictsNow(WriteBatch batch) {
      return conflicts(batch);
    }
  }

  /**
   * Repeats a commit whose answer was lost, and does not know its own writing again: as a backend
   * over HTTP does whose client retries by itself.
   */
  static final class RetriesIntoConflict extends BreakableBackend {
    private final AtomicBoolean losesNext;

    RetriesIntoConflict(Capabilities capabilities, AtomicBoolean losesNext) {
      super(capabilities);
      this.losesNext = losesNext;
    }

    @Override
    public synchronized CommitResult commit(WriteBatch batch) {
      CommitResult result = super.commit(batch);
      return losesNext.getAndSet(false) ? super.commit(batch) : result;
    }
  }

  /** Repeats a commit whose answer was lost, and knows its own writing again. */
  static final class RetriesSoundly extends BreakableBackend {
    private final AtomicBoolean losesNext;

    RetriesSoundly(Capabilities capabilities, AtomicBoolean losesNext) {
      super(capabilities);
      this.losesNext = losesNext;
    }

    @Override
    public synchronized CommitResult commit(WriteBatch batch) {
      CommitResult result = super.commit(batch);
      losesNext.set(false);
      return result;
    }
  }

  /** Reads every value into the same array. */
  static final class ReusesItsBuffer extends BreakableBackend {
    private final Map<Integer, byte[]> buffers = new HashMap<>(); // guarded by this

    ReusesItsBuffer(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Value read(Value value) {
      byte[] buffer =
          Objects.requireNonNull(
              buffers.computeIfAbsent(value.length(), length -> new byte[length]));
      System.arraycopy(value.bytes(), 0, buffer, 0, buffer.length);
      return Value.owning(buffer, value.format());
    }
  }

  /** Keeps JSON on one line. */
  static final class TidiesJson extends BreakableBackend {
    TidiesJson(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Value written(Value value) {
      return value.format() == Format.JSON ? Value.json(value.text().replace("\n", "")) : value;
    }
  }

  /** Shows the store of today for the one of yesterday. */
  static final class LiveSnapshot extends BreakableBackend {
    LiveSnapshot(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    Map<Key, Entry> frozen(NavigableMap<Key, Entry> live) {
      return live;
    }
  }

  /** Says in its error what could not be written. */
  static final class TellsValues extends BreakableBackend {
    TellsValues(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    public synchronized CommitResult commit(WriteBatch batch) {
      try {
        return super.commit(batch);
      } catch (Conflict e) {
        for (Operation operation : batch.operations()) {
          if (operation instanceof WriteBatch.Put put) {
            e.addSuppressed(new InvalidArgument("Not written: " + put.value().text()));
          }
        }
        throw e;
      }
    }
  }

  /** Goes on after close. */
  static final class NeverCloses extends BreakableBackend {
    NeverCloses(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    public synchronized void close() {}
  }

  /** Forgets that its caller was interrupted. */
  static final class SwallowsInterrupts extends BreakableBackend {
    SwallowsInterrupts(Capabilities capabilities) {
      super(capabilities);
    }

    @Override
    public synchronized CommitResult commit(WriteBatch batch) {
      if (Thread.interrupted()) {
        return super.commit(batch);
      }
      return super.commit(batch);
    }
  }
}

package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogFollower;
import io.holdall.storage.chronicle.log.LogPosition;
import io.holdall.storage.chronicle.log.LogTarget;
import io.holdall.storage.chronicle.log.Manifest;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that is open for reading only, beside a writer or without one. It reads the log and never
 * touches the map, so it needs no lock, none of Chronicle's JVM flags, and sees nothing unfinished.
 */
final class ReadOnlyStore implements OpenStore {
  /** So often the files may be replaced while they are being opened. */
  private static final int MOST_ATTEMPTS = 100;

  private final Path path;
  private final LogDirectory directory;

  // All guarded by this. The map is replaced, not changed, when a snapshot holds it.
  private NavigableMap<String, LogPosition> entries = new TreeMap<>();
  private boolean sharedWithSnapshot;
  private @Nullable LogFollower follower;
  private @Nullable Manifest manifest;
  private boolean closed;

  private ReadOnlyStore(Path path) {
    this.path = path;
    directory = new LogDirectory(path);
  }

  static ReadOnlyStore open(Path path) {
    ReadOnlyStore store = new ReadOnlyStore(path);
    synchronized (store) {
      store.load();
    }
    return store;
  }

  private void load() {
    try {
      for (int attempt = 1; ; attempt++) {
        if (!directory.exists()) {
          throw StoreErrors.notFound(path);
        }
        Manifest before = directory.manifest();
        try {
          follower = null;
          entries = new TreeMap<>();
          sharedWithSnapshot = false;
          follower = LogFollower.replaying(directory, before, new Changes());
          manifest = before;
          return;
        } catch (Corrupt e) {
          if (attempt == MOST_ATTEMPTS || before.equals(directory.manifest())) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw StoreErrors.opening(path, e);
    }
  }

  /** What there is now. */
  private NavigableMap<String, LogPosition> current() {
    if (closed) {
      throw new Closed("The store is closed");
    }
    try {
      if (follower == null || !follower.follow(new Changes())) {
        load();
      }
      return entries;
    } catch (IOException e) {
      throw new Unavailable("A file of the store could not be read", e);
    }
  }

  @Override
  public synchronized List<Optional<Entry>> get(List<Key> keys) {
    return get(current(), keys);
  }

  @Override
  public synchronized Page scan(Scan scan) {
    return scan(current(), scan);
  }

  @Override
  public synchronized CommitResult commit(WriteBatch batch) {
    NavigableMap<String, LogPosition> present = current();
    if (batch.writes()) {
      throw new AccessDenied("The store is opened read-only");
    }
    List<Key> conflicts = Conditions.conflicts(batch, Versions.of(present));
    if (!conflicts.isEmpty()) {
      throw new Conflict(conflicts);
    }
    return new CommitResult(Map.of());
  }

  @Override
  public synchronized Snapshot snapshot() {
    NavigableMap<String, LogPosition> present = current();
    sharedWithSnapshot = true;
    return new Frozen(present);
  }

  @Override
  public synchronized StorageStats stats() {
    NavigableMap<String, LogPosition> present = current();
    Map<String, String> details = new LinkedHashMap<>();
    long bytes =
        present.entrySet().stream()
            .mapToLong(entry -> entry.getKey().length() + (long) entry.getValue().length())
            .sum();
    if (manifest != null) {
      details.put(WritableStore.MADE_FOR, manifest.sizes().toString());
      details.put(
          WritableStore.FILLED_TO, WritableStore.filled(manifest.sizes(), present.size(), bytes));
    }
    try {
      return new StorageStats(
          OptionalLong.of(present.size()), OptionalLong.of(directory.storedBytes()), details);
    } catch (IOException e) {
      throw new Unavailable("The files of the store could not be listed", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries = new TreeMap<>();
    follower = null;
  }

  private static List<Optional<Entry>> get(
      NavigableMap<String, LogPosition> entries, List<Key> keys) {
    return keys.stream()
        .map(
            key ->
                Optional.ofNullable(entries.get(key.encoded()))
                    .map(position -> position.entry(key)))
        .toList();
  }

  private static Page scan(NavigableMap<String, LogPosition> entries, Scan scan) {
    return Pages.of(
        scan,
        Versions.of(entries),
        new TreeMap<>(),
        key -> Objects.requireNonNull(entries.get(key.encoded())).entry(key));
  }

  /** Puts what the log says into the map. */
  private final class Changes implements LogTarget {
    @Override
    public void put(String key, LogPosition position) {
      own().put(key, position);
    }

    @Override
    public void delete(String key) {
      own().remove(key);
    }

    private NavigableMap<String, LogPosition> own() {
      if (sharedWithSnapshot) {
        entries = new TreeMap<>(entries);
        sharedWithSnapshot = false;
      }
      return entries;
    }
  }

  private final class Frozen implements Snapshot {
    private final NavigableMap<String, LogPosition> frozen;
    private boolean released; // guarded by the store

    Frozen(NavigableMap<String, LogPosition> frozen) {
      this.frozen = frozen;
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      synchronized (ReadOnlyStore.this) {
        requireUsable();
        return ReadOnlyStore.get(frozen, keys);
      }
    }

    @Override
    public Page scan(Scan scan) {
      synchronized (ReadOnlyStore.this) {
        requireUsable();
        return ReadOnlyStore.scan(frozen, scan);
      }
    }

    @Override
    public void close() {
      synchronized (ReadOnlyStore.this) {
        released = true;
      }
    }

    private void requireUsable() {
      if (closed) {
        throw new Closed("The store is closed");
      }
      if (released) {
        throw new Closed("The snapshot is closed");
      }
    }
  }
}

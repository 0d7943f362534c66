package io.holdall.storage.memory;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
 * The reference implementation of {@link StorageBackend}: what the contract means, readable in ten
 * minutes. Everything stands in one sorted map on the heap and is gone when it is closed.
 *
 * <p>All state changes under the monitor of this object. Readers take it too, for the length of one
 * page; entries are immutable, so nothing they hand out can change afterwards.
 */
public final class MemoryBackend implements StorageBackend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "memory";

  private final Capabilities capabilities;

  // By encoded key. Guarded by this. Replaced, not changed, when a snapshot holds it: see
  // ownEntries().
  private NavigableMap<String, Entry> entries = new TreeMap<>();
  private boolean sharedWithSnapshot;
  private long lastVersion;
  private boolean closed;

  /** A store with the default limits. */
  public MemoryBackend() {
    this(defaultCapabilities().build());
  }

  /**
   * A store with other limits, or with less than it can do, for tests and for trying out what an
   * application does on such a backend.
   */
  public MemoryBackend(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  /** What a memory store can do, as a start for {@link #MemoryBackend(Capabilities)}. */
  public static Capabilities.Builder defaultCapabilities() {
    return Capabilities.of(TYPE).rangeChecks(true).snapshots(true);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public synchronized List<Optional<Entry>> get(List<Key> keys) {
    requireOpen();
    return get(entries, keys);
  }

  @Override
  public synchronized Page scan(Scan scan) {
    requireOpen();
    return scan(entries, scan);
  }

  @Override
  public synchronized CommitResult commit(WriteBatch batch) {
    requireOpen();
    List<Key> conflicts = conflicts(batch);
    if (!conflicts.isEmpty()) {
      throw new Conflict(conflicts);
    }
    Map<Key, Version> versions = new HashMap<>();
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        Version version = Version.of(++lastVersion);
        ownEntries().put(put.key().encoded(), Entry.of(put.key(), put.value(), version));
        versions.put(put.key(), version);
      } else if (operation instanceof Delete delete) {
        ownEntries().remove(delete.key().encoded());
      }
    }
    return new CommitResult(versions);
  }

  @Override
  public synchronized Snapshot snapshot() {
    requireOpen();
    sharedWithSnapshot = true;
    return new FrozenView(entries);
  }

  @Override
  public synchronized StorageStats stats() {
    requireOpen();
    long bytes =
        entries.values().stream()
            .mapToLong(entry -> entry.key().encoded().length() + (long) entry.value().length())
            .sum();
    return new StorageStats(OptionalLong.of(entries.size()), OptionalLong.of(bytes), Map.of());
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries = new TreeMap<>();
  }

  private List<Key> conflicts(WriteBatch batch) {
    List<Key> conflicts = new ArrayList<>();
    for (Operation operation : batch.operations()) {
      if (!operation.condition().holds(presentVersion(operation.key()))) {
        conflicts.add(operation.key());
      }
    }
    for (RangeCheck check : batch.rangeChecks()) {
      conflicts.addAll(differences(check));
    }
    return conflicts;
  }

  private List<Key> differences(RangeCheck check) {
    Map<Key, Version> missing = new LinkedHashMap<>(check.expected());
    List<Key> differences = new ArrayList<>();
    for (Entry entry : within(entries, check.range()).values()) {
      if (!Objects.equals(entry.version(), missing.remove(entry.key()))) {
        differences.add(entry.key());
      }
    }
    differences.addAll(missing.keySet());
    return differences;
  }

  private @Nullable Version presentVersion(Key key) {
    Entry entry = entries.get(key.encoded());
    return entry == null ? null : entry.version();
  }

  /** The map to change: a copy, once, if a snapshot looks at the present one. */
  private NavigableMap<String, Entry> ownEntries() {
    if (sharedWithSnapshot) {
      entries = new TreeMap<>(entries);
      sharedWithSnapshot = false;
    }
    return entries;
  }

  private void requireOpen() {
    if (closed) {
      throw new Closed("The store is closed");
    }
  }

  private static List<Optional<Entry>> get(NavigableMap<String, Entry> entries, List<Key> keys) {
    return keys.stream().map(key -> Optional.ofNullable(entries.get(key.encoded()))).toList();
  }

  private static Page scan(NavigableMap<String, Entry> entries, Scan scan) {
    NavigableMap<String, Entry> range = within(entries, scan.range());
    List<Entry> page = new ArrayList<>();
    for (Entry entry : (scan.isReverse() ? range.descendingMap() : range).values()) {
      if (page.size() == scan.limit()) {
        return new Page(page, true);
      }
      page.add(scan.isKeysOnly() ? Entry.withoutValue(entry.key(), entry.version()) : entry);
    }
    return new Page(page, false);
  }

  private static NavigableMap<String, Entry> within(
      NavigableMap<String, Entry> entries, KeyRange range) {
    return range.isEmpty()
        ? Collections.emptyNavigableMap()
        : entries.subMap(range.from(), true, range.to(), false);
  }

  /** A snapshot is the map as it was; commits leave it alone and go on with a copy. */
  private final class FrozenView implements Snapshot {
    private final NavigableMap<String, Entry> frozen;
    private boolean released; // guarded by the backend

    FrozenView(NavigableMap<String, Entry> frozen) {
      this.frozen = frozen;
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      synchronized (MemoryBackend.this) {
        requireUsable();
        return MemoryBackend.get(frozen, keys);
      }
    }

    @Override
    public Page scan(Scan scan) {
      synchronized (MemoryBackend.this) {
        requireUsable();
        return MemoryBackend.scan(frozen, scan);
      }
    }

    @Override
    public void close() {
      synchronized (MemoryBackend.this) {
        released = true;
      }
    }

    private void requireUsable() {
      requireOpen();
      if (released) {
        throw new Closed("The snapshot is closed");
      }
    }
  }
}

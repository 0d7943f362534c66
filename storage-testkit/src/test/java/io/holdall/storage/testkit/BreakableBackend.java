package io.holdall.storage.testkit;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sound memory backend whose every decision is a method of its own, so that a broken backend is
 * one overridden method. All state is guarded by the monitor of this object.
 */
class BreakableBackend implements StorageBackend {
  private final Capabilities capabilities;
  private NavigableMap<Key, Entry> entries = new TreeMap<>(order());
  private long lastVersion;
  private boolean closed;

  BreakableBackend(Capabilities capabilities) {
    this.capabilities = capabilities;
  }

  Comparator<Key> order() {
    return Comparator.naturalOrder();
  }

  /** The key under which an entry is kept. */
  Key stored(Key key) {
    return key;
  }

  Version issue(@Nullable Entry before, Value value) {
    return Version.of(++lastVersion);
  }

  boolean holds(Condition condition, @Nullable Version present) {
    return condition.holds(present);
  }

  Value written(Value value) {
    return value;
  }

  Value read(Value value) {
    return value;
  }

  boolean contains(Scan scan, Key key) {
    return scan.range().contains(key);
  }

  boolean more(Scan scan, int matching) {
    return matching > scan.limit();
  }

  Map<Key, Entry> frozen(NavigableMap<Key, Entry> live) {
    TreeMap<Key, Entry> copy = new TreeMap<>(order());
    copy.putAll(live);
    return copy;
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
    batch.operations().forEach(operation -> apply(operation, versions));
    return new CommitResult(versions);
  }

  final List<Key> conflicts(WriteBatch batch) {
    return batch.operations().stream().filter(this::fails).map(Operation::key).toList();
  }

  private boolean fails(Operation operation) {
    Entry present = entries.get(stored(operation.key()));
    return !holds(operation.condition(), present == null ? null : present.version());
  }

  final synchronized void apply(Operation operation, Map<Key, Version> versions) {
    Key key = stored(operation.key());
    if (operation instanceof WriteBatch.Put put) {
      Version version = issue(entries.get(key), put.value());
      entries.put(key, Entry.of(key, written(put.value()), version));
      versions.put(operation.key(), version);
    } else if (operation instanceof WriteBatch.Delete) {
      entries.remove(key);
    }
  }

  @Override
  public synchronized Snapshot snapshot() {
    requireOpen();
    return new View(frozen(entries));
  }

  @Override
  public synchronized StorageStats stats() {
    requireOpen();
    return new StorageStats(OptionalLong.of(entries.size()), OptionalLong.empty(), Map.of());
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries = new TreeMap<>(order());
  }

  private void requireOpen() {
    if (closed) {
      throw new Closed("The store is closed");
    }
  }

  private List<Optional<Entry>> get(Map<Key, Entry> from, List<Key> keys) {
    return keys.stream()
        .map(key -> Optional.ofNullable(from.get(stored(key))).map(this::shown))
        .toList();
  }

  private Page scan(Map<Key, Entry> from, Scan scan) {
    List<Entry> matching = new ArrayList<>();
    for (Entry entry : from.values()) {
      if (contains(scan, entry.key())) {
        matching.add(
            scan.isKeysOnly() ? Entry.withoutValue(entry.key(), entry.version()) : shown(entry));
      }
    }
    if (scan.isReverse()) {
      Collections.reverse(matching);
    }
    List<Entry> page = matching.subList(0, Math.min(scan.limit(), matching.size()));
    return new Page(page, more(scan, matching.size()));
  }

  private Entry shown(Entry entry) {
    return Entry.of(entry.key(), read(entry.value()), entry.version());
  }

  /** The range from its first character on, without regard for segments. */
  static KeyRange careless(KeyRange range) {
    String from = range.from();
    return from.endsWith("/")
        ? new KeyRange(from.substring(0, from.length() - 1), range.to() + '~')
        : range;
  }

  private final class View implements Snapshot {
    private final Map<Key, Entry> view;
    private boolean released; // guarded by the backend

    View(Map<Key, Entry> view) {
      this.view = view;
    }

    private <T> T whileOpen(Function<BreakableBackend, T> read) {
      synchronized (BreakableBackend.this) {
        requireOpen();
        if (released) {
          throw new Closed("The snapshot is closed");
        }
        return read.apply(BreakableBackend.this);
      }
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      return whileOpen(backend -> backend.get(view, keys));
    }

    @Override
    public Page scan(Scan scan) {
      return whileOpen(backend -> backend.scan(view, scan));
    }

    @Override
    public void close() {
      synchronized (BreakableBackend.this) {
        released = true;
      }
    }
  }
}

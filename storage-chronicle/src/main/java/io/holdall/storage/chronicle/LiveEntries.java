package io.holdall.storage.chronicle;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.chronicle.map.OffHeapEntries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an open store: the map off the heap, the ordered index of their keys on it, and
 * the snapshots, which keep what commits have replaced since.
 *
 * <p>Readers share the lock for one call; a round of commits has it alone while it is applied, and
 * so does closing: nobody ever sees half a commit, or memory that is no longer mapped. The index is
 * changed only by the thread that leads the commits, which therefore reads it without the lock.
 */
final class LiveEntries {
  private final StampedLock lock = new StampedLock();
  private final OffHeapEntries entries;
  private final KeyIndex index;
  private final Set<FrozenView> snapshots = new HashSet<>();
  private long bytes;
  private boolean closed;
  private @Nullable Throwable broken;

  LiveEntries(OffHeapEntries entries, KeyIndex index) {
    this.entries = entries;
    this.index = index;
    index.ordered().forEach((key, slot) -> bytes += key.length() + slot.length());
  }

  List<Optional<Entry>> get(List<Key> keys) {
    long stamp = lock.readLock();
    try {
      requireUsable();
      if (keys.size() == 1) {
        return List.of(Optional.ofNullable(entry(keys.get(0))));
      }
      List<Optional<Entry>> found = new ArrayList<>(keys.size());
      for (Key key : keys) {
        found.add(Optional.ofNullable(entry(key)));
      }
      return found;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  Page scan(Scan scan) {
    return reading(
        () -> Pages.of(scan, index.ordered(), Collections.emptyNavigableMap(), this::present));
  }

  /** Does something while nothing changes. */
  <T> T reading(Supplier<T> reading) {
    long stamp = lock.readLock();
    try {
      requireUsable();
      return reading.get();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  KeyIndex index() {
    return index;
  }

  /** An entry that the index says is there. */
  Entry present(Key key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw entries.damaged(key);
    }
    return entry;
  }

  private @Nullable Entry entry(Key key) {
    Entry entry = entries.get(key);
    if (entry == null && index.contains(key.encoded())) {
      throw entries.damaged(key);
    }
    return entry;
  }

  /** A view of what is there now; only while no commit is under way. */
  FrozenView freeze() {
    long stamp = lock.writeLock();
    try {
      requireUsable();
      FrozenView view = new FrozenView(this);
      snapshots.add(view);
      return view;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  void release(FrozenView view) {
    long stamp = lock.writeLock();
    try {
      snapshots.remove(view);
      view.replaced().clear();
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /**
   * Whether a batch is to be written: if its conditions do not hold it has failed, and if nothing
   * changes it is done. Reads what will be needed of the entries that it replaces. For the leader.
   */
  boolean prepare(PendingCommit commit) {
    List<Key> conflicts = Conditions.conflicts(commit.batch(), index.ordered());
    if (!conflicts.isEmpty()) {
      commit.fail(new Conflict(conflicts));
      return false;
    }
    boolean changes = false;
    boolean single = commit.operations().size() == 1;
    Map<Key, Entry> before = single ? Map.of() : new HashMap<>();
    List<Operation> operations = commit.operations();
    @Nullable Slot[] slots = new Slot[operations.size()];
    for (int i = 0; i < slots.length; i++) {
      Operation operation = operations.get(i);
      Slot slot = index.get(operation.key().encoded());
      slots[i] = slot;
      boolean writes = operation instanceof Put || (operation instanceof Delete && slot != null);
      changes |= writes;
      if (writes && slot != null && !(single && snapshots.isEmpty())) {
        Entry present = present(operation.key());
        if (single) {
          before = Map.of(operation.key(), present);
        } else {
          before.put(operation.key(), present);
        }
      }
    }
    commit.replaces(slots, before);
    return changes;
  }

  /**
   * Applies commits that are in the log, each whole or not at all. For the leader.
   *
   * @return those for which there was no room
   */
  List<PendingCommit> apply(List<PendingCommit> commits) {
    List<PendingCommit> noRoom = new ArrayList<>();
    long stamp = lock.writeLock();
    try {
      for (PendingCommit commit : commits) {
        if (!apply(commit)) {
          noRoom.add(commit);
        }
      }
    } catch (RuntimeException | Error e) {
      broken = e;
      throw e;
    } finally {
      lock.unlockWrite(stamp);
    }
    return noRoom;
  }

  private boolean apply(PendingCommit commit) {
    if (!snapshots.isEmpty()) {
      commit.before().forEach((key, entry) -> snapshots.forEach(view -> view.keep(key, entry)));
    }
    List<Operation> operations = commit.operations();
    @Nullable Slot[] old = new Slot[operations.size()];
    for (int i = 0; i < old.length; i++) {
      Operation operation = operations.get(i);
      Slot slot = commit.slot(i);
      old[i] = slot == null ? null : slot.copy();
      if (operation instanceof Put put) {
        if (!put(put, commit.number(), slot)) {
          undo(commit, old, i);
          return false;
        }
      } else if (operation instanceof Delete delete && slot != null) {
        String key = delete.key().encoded();
        entries.remove(key, slot.length(), slot.version());
        index.remove(key);
        bytes -= key.length() + slot.length();
      }
    }
    return true;
  }

  private boolean put(Put put, long version, @Nullable Slot slot) {
    String key = put.key().encoded();
    int length = put.value().length();
    if (slot == null) {
      snapshots.forEach(view -> view.keepAbsent(put.key()));
      if (!entries.put(key, version, put.value(), -1, 0)) {
        return false;
      }
      index.put(key, new Slot(version, length));
      bytes += key.length() + length;
    } else {
      if (!entries.put(key, version, put.value(), slot.length(), slot.version())) {
        return false;
      }
      bytes += length - slot.length();
      slot.set(version, length);
    }
    return true;
  }

  /** What does not fit where it was stays on the heap; there is not much of it. */
  private void undo(PendingCommit commit, @Nullable Slot[] replaced, int done) {
    for (int i = done - 1; i >= 0; i--) {
      Operation operation = commit.operations().get(i);
      String key = operation.key().encoded();
      Slot old = replaced[i];
      if (operation instanceof Put put && old == null) {
        entries.remove(key, put.value().length(), commit.number());
        index.remove(key);
        bytes -= key.length() + put.value().length();
      } else if (operation instanceof Put put && old != null) {
        restore(commit, put, put.value().length(), commit.number());
        bytes += old.length() - put.value().length();
        index.put(key, old);
      } else if (operation instanceof Delete && old != null) {
        restore(commit, operation, -1, 0);
        bytes += key.length() + old.length();
        index.put(key, old);
      }
    }
  }

  private void restore(PendingCommit commit, Operation operation, int length, long version) {
    Entry before = commit.before().get(operation.key());
    if (before == null) {
      throw new IllegalStateException("A replaced entry was not kept");
    }
    String key = operation.key().encoded();
    long old = Long.parseLong(before.version().text());
    if (!entries.put(key, old, before.value(), length, version)) {
      entries.putOnHeap(before, length, version);
    }
  }

  /** The bytes of all keys and values; for the leader, and within {@link #reading}. */
  long bytes() {
    return bytes;
  }

  OffHeapEntries entries() {
    return entries;
  }

  int openSnapshots() {
    return snapshots.size();
  }

  /** The log and the map may differ; nothing may be read any more. For the leader. */
  void fail(Throwable reason) {
    long stamp = lock.writeLock();
    broken = reason;
    lock.unlockWrite(stamp);
  }

  void requireUsable() {
    if (closed) {
      throw new Closed("The store is closed");
    }
    if (broken != null) {
      throw new Unavailable(
          "The map failed while a commit was applied; open the store again", broken);
    }
  }

  /**
   * Refuses all calls from now on, once those under way are done.
   *
   * @return whether the map was sound; false also when this was called before
   */
  boolean close() {
    long stamp = lock.writeLock();
    try {
      boolean sound = !closed && broken == null;
      closed = true;
      return sound;
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}

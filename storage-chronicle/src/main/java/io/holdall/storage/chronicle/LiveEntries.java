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
import java.util.NavigableMap;
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
  private final NavigableMap<String, Slot> index;
  private final Set<FrozenView> snapshots = new HashSet<>();
  private long bytes;
  private boolean closed;
  private @Nullable Throwable broken;

  LiveEntries(OffHeapEntries entries, NavigableMap<String, Slot> index) {
    this.entries = entries;
    this.index = index;
    index.forEach((key, slot) -> bytes += key.length() + slot.length());
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
    return reading(() -> Pages.of(scan, index, Collections.emptyNavigableMap(), this::present));
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

  NavigableMap<String, Slot> index() {
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
    if (entry == null && index.containsKey(key.encoded())) {
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
    List<Key> conflicts = Conditions.conflicts(commit.batch(), index);
    if (!conflicts.isEmpty()) {
      commit.fail(new Conflict(conflicts));
      return false;
    }
    boolean changes = false;
    boolean single = commit.operations().size() == 1;
    Map<Key, Entry> before = new HashMap<>();
    for (Operation operation : commit.operations()) {
      boolean exists = index.containsKey(operation.key().encoded());
      boolean writes = operation instanceof Put || (operation instanceof Delete && exists);
      changes |= writes;
      if (writes && exists && !(single && snapshots.isEmpty())) {
        before.put(operation.key(), present(operation.key()));
      }
    }
    commit.replaces(before);
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
    commit.before().forEach((key, entry) -> snapshots.forEach(view -> view.keep(key, entry)));
    List<Operation> operations = commit.operations();
    Slot[] replaced = new Slot[operations.size()];
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      String key = operation.key().encoded();
      @Nullable Slot old = index.get(key);
      replaced[i] = old;
      if (operation instanceof Put put) {
        if (old == null) {
          snapshots.forEach(view -> view.keepAbsent(put.key()));
        }
        if (!entries.put(key, commit.number(), put.value(), length(old), version(old))) {
          undo(commit, replaced, i);
          return false;
        }
        setSlot(key, new Slot(commit.number(), put.value().length()));
      } else if (operation instanceof Delete && old != null) {
        entries.remove(key, old.length(), old.version());
        setSlot(key, null);
      }
    }
    return true;
  }

  /** What does not fit where it was stays on the heap; there is not much of it. */
  private void undo(PendingCommit commit, @Nullable Slot[] replaced, int done) {
    for (int i = done - 1; i >= 0; i--) {
      Operation operation = commit.operations().get(i);
      String key = operation.key().encoded();
      Slot now = index.get(key);
      @Nullable Slot old = replaced[i];
      if (old == null) {
        if (now != null) {
          entries.remove(key, now.length(), now.version());
          setSlot(key, null);
        }
      } else if (!old.equals(now)) {
        Entry before = commit.before().get(operation.key());
        if (before == null) {
          throw new IllegalStateException("A replaced entry was not kept");
        }
        if (!entries.put(key, old.version(), before.value(), length(now), version(now))) {
          entries.putOnHeap(before, length(now), version(now));
        }
        setSlot(key, old);
      }
    }
  }

  private void setSlot(String key, @Nullable Slot slot) {
    Slot old = slot == null ? index.remove(key) : index.put(key, slot);
    bytes += slot == null ? 0 : key.length() + slot.length();
    bytes -= old == null ? 0 : key.length() + old.length();
  }

  private static int length(@Nullable Slot slot) {
    return slot == null ? -1 : slot.length();
  }

  private static long version(@Nullable Slot slot) {
    return slot == null ? 0 : slot.version();
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

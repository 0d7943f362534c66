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
  private boolean closed;
  private @Nullable Throwable broken;

  LiveEntries(OffHeapEntries entries, KeyIndex index) {
    this.entries = entries;
    this.index = index;
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
    List<Key> conflicts = Conditions.conflicts(commit.batch(), index);
    if (!conflicts.isEmpty()) {
      commit.fail(new Conflict(conflicts));
      return false;
    }
    List<Operation> operations = commit.operations();
    boolean isToBeKept = operations.size() > 1 || !snapshots.isEmpty();
    Map<Key, Entry> before = isToBeKept ? new HashMap<>() : Map.of();
    boolean changes = false;
    for (Operation operation : operations) {
      boolean puts = operation instanceof Put;
      boolean replaces =
          (operation instanceof Delete || (puts && isToBeKept))
              && index.contains(operation.key().encoded());
      changes |= puts || replaces;
      if (replaces && isToBeKept) {
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
    List<PendingCommit> noRoom = List.of();
    long stamp = lock.writeLock();
    try {
      for (PendingCommit commit : commits) {
        if (!apply(commit)) {
          noRoom = noRoom.isEmpty() ? new ArrayList<>() : noRoom;
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
    for (int i = 0; i < operations.size(); i++) {
      if (operations.get(i) instanceof Put put) {
        if (!put(put, commit.number())) {
          undo(commit, i);
          return false;
        }
      } else if (operations.get(i) instanceof Delete delete) {
        delete(delete.key().encoded());
      }
    }
    return true;
  }

  private boolean put(Put put, long version) {
    String key = put.key().encoded();
    int length = put.value().length();
    int place = index.find(key);
    if (place < 0) {
      snapshots.forEach(view -> view.keepAbsent(put.key()));
      if (!entries.put(key, version, put.value(), -1, 0)) {
        return false;
      }
      index.put(key, version, length);
    } else {
      if (!entries.put(key, version, put.value(), index.length(place), index.version(place))) {
        return false;
      }
      index.set(place, version, length);
    }
    return true;
  }

  private void delete(String key) {
    int place = index.find(key);
    if (place >= 0) {
      entries.remove(key, index.length(place), index.version(place));
      index.remove(key);
    }
  }

  private void undo(PendingCommit commit, int done) {
    for (Operation operation : commit.operations().subList(0, done)) {
      Entry before = commit.before().get(operation.key());
      if (before != null && (operation instanceof Put || operation instanceof Delete)) {
        restore(before);
      } else if (operation instanceof Put) {
        delete(operation.key().encoded());
      }
    }
  }

  /** What does not fit where it was stays on the heap; there is not much of it. */
  private void restore(Entry before) {
    String key = before.key().encoded();
    long version = Long.parseLong(before.version().text());
    int place = index.find(key);
    int presentLength = place < 0 ? -1 : index.length(place);
    long presentVersion = place < 0 ? 0 : index.version(place);
    if (!entries.put(key, version, before.value(), presentLength, presentVersion)) {
      entries.putOnHeap(before, presentLength, presentVersion);
    }
    index.put(key, version, before.value().length());
  }

  /** The bytes of all keys and values; for the leader, and within {@link #reading}. */
  long bytes() {
    return index.bytes();
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

package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.json.format.Ascii;
import io.holdall.storage.json.format.CommitBody;
import io.holdall.storage.json.format.CommitBody.Change;
import io.holdall.storage.json.index.Cursor;
import io.holdall.storage.json.index.Lookup;
import io.holdall.storage.json.index.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** A batch that waits to be committed, prepared as far as its own thread can do it. */
final class CommitRequest extends Request {
  private final WriteBatch batch;
  private final CommitBody body;
  private final List<byte[]> keys;

  /** The commit's number; 0 if nothing had to be written. Set by who leads, before it is done. */
  private long number;

  private @Nullable StorageException failure;

  CommitRequest(WriteBatch batch) {
    this.batch = batch;
    this.body = CommitBody.of(batch);
    this.keys =
        batch.operations().stream()
            .map(operation -> Ascii.bytes(operation.key().encoded()))
            .toList();
  }

  CommitBody body() {
    return body;
  }

  long number() {
    return number;
  }

  /** It was written under this number. */
  void writtenAs(long commit) {
    number = commit;
  }

  /** It was not written, or may not have been. */
  void fail(StorageException e) {
    failure = e;
  }

  /** What the caller gets. */
  CommitResult result() {
    if (failure != null) {
      throw failure;
    }
    Map<Key, Version> versions = new HashMap<>();
    Version version = Version.of(number);
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        versions.put(put.key(), version);
      }
    }
    return new CommitResult(versions);
  }

  /** Whether it would change anything: a put always, a delete only of what is there. */
  boolean changes(Lookup index) {
    for (Change change : body.changes()) {
      if (!change.isDelete() || index.get(change.key()) != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether all its conditions hold; if not, it has failed with {@code Conflict}. */
  boolean holds(Lookup index) {
    List<Key> conflicts = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Operation operation = batch.operations().get(i);
      if (!(operation.condition() instanceof Condition.Any)
          && !operation.condition().holds(version(index.get(keys.get(i))))) {
        conflicts.add(operation.key());
      }
    }
    for (RangeCheck check : batch.rangeChecks()) {
      differences(index, check, conflicts);
    }
    if (conflicts.isEmpty()) {
      return true;
    }
    failure = new Conflict(conflicts);
    return false;
  }

  private static @Nullable Version version(@Nullable Slot slot) {
    return slot == null ? null : Version.of(slot.version());
  }

  /** Walks through what is expected and what is there side by side. */
  private static void differences(Lookup index, RangeCheck check, List<Key> conflicts) {
    NavigableMap<Key, Version> expected = check.expected();
    Iterator<Map.Entry<Key, Version>> wanted = expected.entrySet().iterator();
    Map.Entry<Key, Version> next = wanted.hasNext() ? wanted.next() : null;
    Cursor found =
        index.scan(Ascii.bytes(check.range().from()), Ascii.bytes(check.range().to()), false);
    while (found.next()) {
      String key = Ascii.text(found.key(), 0, found.key().length);
      while (next != null && next.getKey().encoded().compareTo(key) < 0) {
        conflicts.add(next.getKey());
        next = wanted.hasNext() ? wanted.next() : null;
      }
      if (next == null || !next.getKey().encoded().equals(key)) {
        conflicts.add(Key.parse(key));
        continue;
      }
      if (!next.getValue().equals(Version.of(found.slot().version()))) {
        conflicts.add(next.getKey());
      }
      next = wanted.hasNext() ? wanted.next() : null;
    }
    while (next != null) {
      conflicts.add(next.getKey());
      next = wanted.hasNext() ? wanted.next() : null;
    }
  }
}

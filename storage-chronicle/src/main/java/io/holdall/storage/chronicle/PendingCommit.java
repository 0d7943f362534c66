package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.chronicle.log.RecordBody;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch on its way into the store. What the leader sets is read when the request is done. */
final class PendingCommit extends Request {
  private final WriteBatch batch;
  private final RecordBody body;

  private long number;
  private Map<Key, Entry> before = Map.of();
  private @Nullable StorageException failure;

  PendingCommit(WriteBatch batch) {
    this.batch = batch;
    body = RecordBody.of(batch);
  }

  WriteBatch batch() {
    return batch;
  }

  List<Operation> operations() {
    return batch.operations();
  }

  /** What it writes, for the log. */
  RecordBody body() {
    return body;
  }

  long number() {
    return number;
  }

  void writtenAs(long commit) {
    number = commit;
  }

  /** What its keys have before it, where that is needed. */
  Map<Key, Entry> before() {
    return before;
  }

  void replaces(Map<Key, Entry> entries) {
    before = entries;
  }

  void fail(StorageException e) {
    failure = e;
  }

  /** Whether it asks about or writes one of these keys, or asks about ranges. */
  boolean dependsOn(Set<Key> keys) {
    return !batch.rangeChecks().isEmpty()
        || batch.operations().stream().map(Operation::key).anyMatch(keys::contains);
  }

  CommitResult result() {
    if (failure != null) {
      throw failure;
    }
    Version version = Version.of(number);
    List<Operation> operations = batch.operations();
    if (operations.size() == 1) {
      return new CommitResult(
          operations.get(0) instanceof Put put ? Map.of(put.key(), version) : Map.of());
    }
    Map<Key, Version> versions = new HashMap<>();
    for (Operation operation : operations) {
      if (operation instanceof Put put) {
        versions.put(put.key(), version);
      }
    }
    return new CommitResult(versions);
  }
}

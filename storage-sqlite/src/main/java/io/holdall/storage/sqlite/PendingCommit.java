package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.grouping.QueuedRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch that waits to be committed, and how that ended. */
final class PendingCommit extends QueuedRequest {
  private final WriteBatch batch;

  // Written by the thread that leads, before the queue says that this is done.
  private @Nullable CommitResult result;
  private @Nullable RuntimeException failure;

  PendingCommit(WriteBatch batch) {
    this.batch = batch;
  }

  WriteBatch batch() {
    return batch;
  }

  void succeed(CommitResult committed) {
    result = committed;
    failure = null;
  }

  void fail(RuntimeException reason) {
    failure = reason;
    result = null;
  }

  boolean failed() {
    return failure != null;
  }

  boolean wrote() {
    return failure == null && batch.writes();
  }

  /** What the batch puts, once it is written; empty otherwise. */
  CommitResult written() {
    return result == null ? new CommitResult(Map.of()) : result;
  }

  /** For the caller, once it is done. */
  CommitResult outcome() {
    if (failure != null) {
      throw failure;
    }
    if (result == null) {
      throw new IllegalStateException("A commit ended without an outcome");
    }
    return result;
  }
}

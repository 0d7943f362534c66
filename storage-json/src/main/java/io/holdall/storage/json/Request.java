package io.holdall.storage.json;

import org.jspecify.annotations.Nullable;

/** Something that waits in the {@link CommitQueue} for its turn. */
abstract sealed class Request permits CommitRequest, TaskRequest {
  /** Who waits, to be woken. */
  private final Thread thread = Thread.currentThread();

  /** The request that was queued before this one; set before this one can be seen. */
  @Nullable Request before;

  private volatile boolean done;

  Thread thread() {
    return thread;
  }

  /** Whether its outcome stands; everything about it can be seen by who sees this. */
  boolean isDone() {
    return done;
  }

  void done() {
    done = true;
  }
}

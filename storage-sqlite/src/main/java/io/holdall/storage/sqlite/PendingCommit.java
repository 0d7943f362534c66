package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A batch with its caller, who waits until it is committed or until it is his turn to lead. */
final class PendingCommit {
  private enum State {
    WAITING,
    LEADS,
    DONE
  }

  private final WriteBatch batch;
  private final Thread caller = Thread.currentThread();

  // Written by the leader before the state says DONE.
  private @Nullable CommitResult result;
  private @Nullable RuntimeException failure;
  private volatile State state = State.WAITING;

  PendingCommit(WriteBatch batch) {
    this.batch = batch;
  }

  WriteBatch batch() {
    return batch;
  }

  /**
   * Waits; an interrupted caller keeps its flag and learns the outcome nevertheless.
   *
   * @return whether the caller must lead now
   */
  boolean awaitTurn() {
    boolean interrupted = false;
    while (state == State.WAITING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
    return state == State.LEADS;
  }

  void lead() {
    state = State.LEADS;
    LockSupport.unpark(caller);
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

  void done() {
    state = State.DONE;
    LockSupport.unpark(caller);
  }

  /** For the caller, once it is done; each caller gets an exception of its own. */
  CommitResult outcome() {
    if (failure != null) {
      if (failure instanceof StorageException) {
        throw failure;
      }
      throw new IllegalStateException("A commit failed in an unforeseen way", failure);
    }
    if (result == null) {
      throw new IllegalStateException("A commit ended without an outcome");
    }
    return result;
  }
}

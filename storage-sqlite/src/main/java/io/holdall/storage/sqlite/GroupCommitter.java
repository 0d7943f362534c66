package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.grouping.CommitQueue;
import io.holdall.storage.spi.grouping.QueuedRequest;
import io.holdall.storage.spi.grouping.WaitingRequests;
import java.util.List;

/** Lets concurrent commits share one transaction and so one sync. */
final class GroupCommitter {
  /** Commits a group, and gives every batch of it an outcome. */
  @FunctionalInterface
  interface Work {
    void commit(Group group);
  }

  /** Waits for the commits before it, and ends those after it. */
  private static final class Closing extends QueuedRequest {}

  private final Work work;
  private final CommitQueue<QueuedRequest> queue = new CommitQueue<>(this::round);

  /** Changed only by the thread that leads in the queue. */
  private boolean closed;

  GroupCommitter(Work work) {
    this.work = work;
  }

  CommitResult commit(WriteBatch batch) {
    PendingCommit mine = new PendingCommit(batch);
    queue.submit(mine);
    return mine.outcome();
  }

  /** Refuses further commits and waits for those under way. */
  void close() {
    queue.submit(new Closing());
  }

  private List<QueuedRequest> round(WaitingRequests<QueuedRequest> waiting) {
    if (waiting.peek() instanceof Closing) {
      closed = true;
      return List.of(waiting.remove());
    }
    Group group = Group.of(waiting);
    if (closed) {
      group.batches().forEach(batch -> batch.fail(new Closed("The store is closed")));
    } else {
      commit(group);
    }
    return List.copyOf(group.batches());
  }

  private void commit(Group group) {
    try {
      work.commit(group);
    } catch (RuntimeException | Error e) {
      for (PendingCommit batch : group.batches()) {
        batch.fail(new IllegalStateException("A commit failed in an unforeseen way", e));
      }
    }
  }
}

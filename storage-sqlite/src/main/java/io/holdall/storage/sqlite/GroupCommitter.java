package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.grouping.CommitQueue;
import io.holdall.storage.spi.grouping.QueuedRequest;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lets concurrent commits share one transaction and so one sync. */
final class GroupCommitter {
  private static final int MOST_BATCHES = 256;
  private static final long MOST_BYTES = 16L << 20;

  /** Commits a group, and gives every batch of it an outcome. */
  @FunctionalInterface
  interface Group {
    void commit(List<PendingCommit> batches);
  }

  /** Waits for the commits before it, and ends those after it. */
  private static final class Closing extends QueuedRequest {}

  private final Group group;
  private final CommitQueue<QueuedRequest> queue = new CommitQueue<>(this::round);

  /** Changed only by the thread that leads in the queue. */
  private boolean closed;

  GroupCommitter(Group group) {
    this.group = group;
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

  private List<QueuedRequest> round(Deque<QueuedRequest> waiting) {
    List<PendingCommit> batches = take(waiting);
    if (batches.isEmpty()) {
      closed = true;
      return List.of(waiting.remove());
    }
    if (closed) {
      batches.forEach(batch -> batch.fail(new Closed("The store is closed")));
    } else {
      commit(batches);
    }
    return List.copyOf(batches);
  }

  private void commit(List<PendingCommit> batches) {
    try {
      group.commit(batches);
    } catch (RuntimeException | Error e) {
      for (PendingCommit batch : batches) {
        batch.fail(new IllegalStateException("A commit failed in an unforeseen way", e));
      }
    }
  }

  private static List<PendingCommit> take(Deque<QueuedRequest> waiting) {
    List<PendingCommit> batches = new ArrayList<>();
    long bytes = 0;
    while (batches.size() < MOST_BATCHES && waiting.peek() instanceof PendingCommit next) {
      bytes += next.batch().sizeBytes();
      if (bytes > MOST_BYTES && !batches.isEmpty()) {
        break;
      }
      waiting.remove();
      batches.add(next);
    }
    return batches;
  }
}

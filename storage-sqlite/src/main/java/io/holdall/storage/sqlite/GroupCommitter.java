package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.WriteBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Lets concurrent commits share one transaction and so one sync. There is no thread for it: a
 * caller who finds nobody committing leads, and commits everything that waits; whoever comes
 * meanwhile waits, and the first of them leads next.
 */
final class GroupCommitter {
  private static final int MOST_BATCHES = 256;
  private static final long MOST_BYTES = 16L << 20;

  /** Commits a group, and gives every batch of it an outcome. */
  @FunctionalInterface
  interface Group {
    void commit(List<PendingCommit> batches);
  }

  private final Group group;

  // All guarded by this.
  private final Deque<PendingCommit> waiting = new ArrayDeque<>();
  private boolean led;
  private boolean closed;

  GroupCommitter(Group group) {
    this.group = group;
  }

  CommitResult commit(WriteBatch batch) {
    PendingCommit mine = new PendingCommit(batch);
    boolean leads;
    synchronized (this) {
      if (closed) {
        throw new Closed("The store is closed");
      }
      waiting.add(mine);
      leads = !led;
      led = true;
    }
    if (leads || mine.awaitTurn()) {
      lead();
    }
    return mine.outcome();
  }

  /** The leader's own batch is the first that waits, so it is always part of the group. */
  private void lead() {
    List<PendingCommit> batches = take();
    try {
      group.commit(batches);
    } catch (RuntimeException | Error e) {
      RuntimeException reason =
          e instanceof RuntimeException known ? known : new IllegalStateException(e);
      batches.forEach(batch -> batch.fail(reason));
      throw e;
    } finally {
      handOver();
      batches.forEach(PendingCommit::done);
    }
  }

  private synchronized List<PendingCommit> take() {
    List<PendingCommit> batches = new ArrayList<>();
    long bytes = 0;
    while (!waiting.isEmpty() && batches.size() < MOST_BATCHES) {
      bytes += waiting.element().batch().sizeBytes();
      if (bytes > MOST_BYTES && !batches.isEmpty()) {
        break;
      }
      batches.add(waiting.remove());
    }
    return batches;
  }

  private synchronized void handOver() {
    PendingCommit next = waiting.peek();
    if (next == null) {
      led = false;
      notifyAll();
    } else {
      next.lead();
    }
  }

  /** Refuses further commits and waits for those under way. */
  synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (led) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

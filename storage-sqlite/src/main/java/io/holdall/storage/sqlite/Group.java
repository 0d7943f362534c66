package io.holdall.storage.sqlite;

import io.holdall.storage.spi.grouping.QueuedRequest;
import io.holdall.storage.spi.grouping.WaitingRequests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches that are committed together; others may join while the first are being written. */
final class Group {
  static final int MOST_BATCHES = 256;
  private static final long MOST_BYTES = 16L << 20;

  private final List<PendingCommit> batches = new ArrayList<>();
  private final @Nullable WaitingRequests<QueuedRequest> waiting;
  private long bytes;

  private Group(@Nullable WaitingRequests<QueuedRequest> waiting) {
    this.waiting = waiting;
  }

  /** One or more batches that wait. */
  static Group of(WaitingRequests<QueuedRequest> waiting) {
    Group group = new Group(waiting);
    group.take(waiting, true);
    return group;
  }

  /** One batch, and nobody joins. */
  static Group of(PendingCommit batch) {
    Group group = new Group(null);
    group.batches.add(batch);
    return group;
  }

  /** Those that are in it so far. */
  List<PendingCommit> batches() {
    return batches;
  }

  /** Whether some batch that is in it so far has a put or a delete. */
  boolean writes() {
    return batches.stream().anyMatch(pending -> pending.batch().writes());
  }

  /**
   * Lets those join that came meanwhile or are about to come.
   *
   * @param writers whether also those that write
   * @return whether any did
   */
  boolean grows(boolean writers) {
    int before = batches.size();
    if (waiting != null && before < MOST_BATCHES && waiting.grows()) {
      take(waiting, writers);
    }
    return batches.size() > before;
  }

  private void take(WaitingRequests<QueuedRequest> from, boolean writers) {
    while (batches.size() < MOST_BATCHES
        && from.peek() instanceof PendingCommit next
        && (writers || !next.batch().writes())) {
      bytes += next.batch().sizeBytes();
      if (bytes > MOST_BYTES && !batches.isEmpty()) {
        return;
      }
      from.remove();
      batches.add(next);
    }
  }
}

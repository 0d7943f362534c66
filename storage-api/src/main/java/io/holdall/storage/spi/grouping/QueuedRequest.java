package io.holdall.storage.spi.grouping;

import org.jspecify.annotations.Nullable;

/**
 * Something that waits in a {@link CommitQueue} for its turn. Used once; its subclass holds what is
 * asked for and how it ended.
 */
public abstract class QueuedRequest {
  /** Who waits, to be woken; set before this one can be seen. */
  @Nullable Thread thread;

  /** The request that was queued before this one; set before this one can be seen. */
  @Nullable QueuedRequest before;

  private volatile boolean done;

  /** A request that is not queued. */
  protected QueuedRequest() {}

  /** Whether its outcome stands; everything about it can be seen by who sees this. */
  boolean isDone() {
    return done;
  }

  void done() {
    done = true;
  }
}

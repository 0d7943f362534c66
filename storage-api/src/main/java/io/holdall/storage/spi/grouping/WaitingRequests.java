package io.holdall.storage.spi.grouping;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a {@link CommitQueue}, in the order in which it came. Only for the thread that does
 * a round, and only during it.
 *
 * @param <R> what waits
 */
public interface WaitingRequests<R extends QueuedRequest> {
  /** The first, which stays; null if there is none. */
  @Nullable R peek();

  /**
   * Takes the first.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  R remove();

  /** Puts one back that this round has taken and will not settle, before all others. */
  void putBack(R request);

  /**
   * Asks for more to join the round once all that was there is taken. After a round its threads
   * tend to come back together, while the next one is under way already; so this waits for as many
   * as there were lately, but never longer than half of what a round takes, and not at all for a
   * thread that is alone.
   *
   * @return whether there are more; false also if not all was taken
   */
  boolean grows();
}

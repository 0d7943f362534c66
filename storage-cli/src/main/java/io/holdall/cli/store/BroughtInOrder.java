package io.holdall.cli.store;

import io.holdall.cli.terminal.Figures;
import io.holdall.models.conversations.Conversations;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import java.util.Optional;

/**
 * Makes headers and lists of conversations agree with the messages after entries were lost, or come
 * from two stores: both work entry by entry and know nothing of conversations.
 */
final class BroughtInOrder {
  private BroughtInOrder() {}

  /** Does so if there are conversations, and tells how many sessions there are. */
  static Optional<Long> in(Storage storage) {
    boolean none =
        isEmpty(storage, Conversations.DEFAULT_COLLECTION)
            && isEmpty(storage, Conversations.DEFAULT_COLLECTION + "_sessions");
    return none ? Optional.empty() : Optional.of(Conversations.in(storage).rebuildAll());
  }

  private static boolean isEmpty(Storage storage, String collection) {
    return storage.keys(Scan.under(Key.of(collection)).limit(1)).findAny().isEmpty();
  }

  /** What a person gets to read. */
  static String line(long sessions) {
    return "Sessions were counted and listed anew: " + Figures.count(sessions, "session") + ".";
  }
}

package io.holdall.models.conversations;

import io.holdall.storage.StorageSnapshot;

/**
 * A frozen view of all conversations: the state after some commit, whatever is appended later.
 * Close it soon, for it may keep old data from being cleaned up.
 */
public final class ConversationSnapshot extends ConversationView implements AutoCloseable {
  private final StorageSnapshot snapshot;

  ConversationSnapshot(ConversationStore store, StorageSnapshot snapshot, Layout layout) {
    super(store, snapshot, layout);
    this.snapshot = snapshot;
  }

  /** Lets go of the view; closing twice is harmless. */
  @Override
  public void close() {
    snapshot.close();
  }
}

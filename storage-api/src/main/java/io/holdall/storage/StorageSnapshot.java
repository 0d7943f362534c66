package io.holdall.storage;

import io.holdall.storage.spi.Snapshot;

/**
 * A frozen view of a storage: the state after some commit, whatever is committed later. Close it
 * soon, for it may keep old data from being cleaned up.
 */
public final class StorageSnapshot extends StorageView implements AutoCloseable {
  private final Snapshot snapshot;

  StorageSnapshot(Snapshot snapshot, String backend) {
    super(snapshot, backend);
    this.snapshot = snapshot;
  }

  /** Lets go of the view; closing twice is harmless. */
  @Override
  public void close() {
    try {
      snapshot.close();
    } catch (StorageException e) {
      throw attributed(e, "close");
    }
  }
}

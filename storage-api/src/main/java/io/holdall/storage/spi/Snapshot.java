package io.holdall.storage.spi;

/**
 * A frozen, consistent view of a store: the state after some commit, unaffected by later ones.
 * Holding one may keep old data from being cleaned up, so close it soon. After {@link #close()}, or
 * after the backend was closed, every call throws {@code Closed}. Closing twice is harmless.
 */
public interface Snapshot extends StorageReader, AutoCloseable {
  @Override
  void close();
}

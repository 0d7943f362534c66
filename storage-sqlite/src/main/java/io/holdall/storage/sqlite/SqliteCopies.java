package io.holdall.storage.sqlite;

import java.nio.file.Path;

/** Copies of an SQLite store, made while it is in use. */
@FunctionalInterface
public interface SqliteCopies {
  /**
   * Writes the store, as it is at one moment, to a new file, compacted. The copy is a store of its
   * own; it is complete and durable when the call returns, and not there under its name before.
   *
   * @param target a file that does not exist
   * @throws io.holdall.storage.StorageException.InvalidArgument if there is something at the target
   * @throws io.holdall.storage.StorageException.LimitExceeded if there is no room for it
   * @throws io.holdall.storage.StorageException.Unavailable if it cannot be written
   */
  void copyTo(Path target);
}

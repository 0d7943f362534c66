package io.holdall.storage.testkit;

import io.holdall.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/** Everything one test has opened, to be closed at its end. Thread-safe. */
final class Openings {
  private final List<Storage> open = new ArrayList<>(); // guarded by this
  private boolean ended; // guarded by this

  /**
   * Takes charge of an opening.
   *
   * @return the same
   * @throws IllegalStateException if the test has ended, as for a thread of a race whose other
   *     threads have failed; then it is closed
   */
  Storage add(Storage storage) {
    synchronized (this) {
      if (!ended) {
        open.add(storage);
        return storage;
      }
    }
    storage.close();
    throw new IllegalStateException("The store was opened after its test had ended");
  }

  /** Closes one of them. */
  void close(Storage storage) {
    storage.close();
    synchronized (this) {
      open.remove(storage);
    }
  }

  /** Closes what is open, and from now on what is opened. */
  void closeAll() {
    RuntimeException failure = null;
    for (Storage storage : end()) {
      try {
        storage.close();
      } catch (RuntimeException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized List<Storage> end() {
    ended = true;
    return List.copyOf(open);
  }
}

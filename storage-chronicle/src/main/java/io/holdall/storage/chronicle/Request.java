package io.holdall.storage.chronicle;

/** Something that waits for its turn to change the store. */
abstract sealed class Request permits PendingCommit, ExclusiveTask {
  private enum State {
    WAITING,
    LEADING,
    DONE
  }

  private State state = State.WAITING; // guarded by this

  /** Waits until another thread has done it, or until this one is to lead; true if it is. */
  final synchronized boolean awaitTurn() {
    boolean interrupted = false;
    while (state == State.WAITING) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return state == State.LEADING;
  }

  final synchronized void lead() {
    state = State.LEADING;
    notifyAll();
  }

  final synchronized void done() {
    state = State.DONE;
    notifyAll();
  }
}

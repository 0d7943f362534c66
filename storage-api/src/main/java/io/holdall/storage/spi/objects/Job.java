package io.holdall.storage.spi.objects;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work on a thread of {@link Requests}, with all its attempts. It can be asked to end
 * with the request it is making, and it can be cut off.
 */
final class Job<T> implements Runnable {
  private final Work<T> work;
  private final Consumer<Thread> abandon;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /** What is to be done; it asks the job before it tries again. */
  @FunctionalInterface
  interface Work<T> {
    T run(Job<?> job);
  }

  private @Nullable Thread worker; // guarded by this
  private boolean last; // guarded by this: no attempt after the one under way

  /**
   * @param abandon ends the request that a thread is waiting for
   */
  Job(Work<T> work, Consumer<Thread> abandon) {
    this.work = work;
    this.abandon = abandon;
  }

  /** Completed when the work is over, whichever way. */
  CompletableFuture<T> result() {
    return result;
  }

  @Override
  public void run() {
    if (!begin()) {
      return;
    }
    try {
      result.complete(work.run(this));
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    } finally {
      end();
    }
  }

  /** Waits between two attempts; false if there shall be no further one. */
  synchronized boolean pause(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      for (long left = nanos; left > 0 && !last; left = end - System.nanoTime()) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only by cutOff(), which ends the job
      return false;
    }
    return !last;
  }

  /** Lets it make the request under way, and none after it. */
  synchronized void wrapUp() {
    last = true;
    notifyAll();
    if (worker == null) {
      result.completeExceptionally(new NotBegun());
    }
  }

  /** Ends it at once; what the request under way did is not known. */
  synchronized void cutOff() {
    wrapUp();
    if (worker != null) {
      worker.interrupt();
      abandon.accept(worker);
    }
  }

  private synchronized boolean begin() {
    if (last) {
      return false;
    }
    worker = Thread.currentThread();
    return true;
  }

  /** From here on nobody interrupts this thread any more, and nothing is left of it if they did. */
  private synchronized void end() {
    worker = null;
    last = true;
    Thread.interrupted();
  }

  /** It was stopped before it began: it did nothing. */
  static final class NotBegun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotBegun() {
      super("Stopped before it began", null, false, false);
    }
  }
}

package io.holdall.storage.testkit.objects;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own.
 *
 * @param <T> what it gives
 */
public final class Call<T> {
  /** Far more than any call needs: what has not ended by then hangs. */
  private static final long DEADLINE_SECONDS = 60;

  private final FutureTask<T> work;
  private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
  private final Thread thread;

  private Call(Callable<T> work) {
    this.work = new FutureTask<>(work);
    thread = new Thread(this::run, "call of a test");
    thread.setDaemon(true);
  }

  /** Starts a call. */
  public static <T> Call<T> start(Callable<T> work) {
    Call<T> call = new Call<>(work);
    call.thread.start();
    return call;
  }

  /** Interrupts it. */
  public void interrupt() {
    thread.interrupt();
  }

  /** What it failed with, or null; waits for its end. */
  public @Nullable Throwable failure() {
    try {
      end();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** What it gave; waits for its end. */
  public T result() {
    try {
      return end();
    } catch (ExecutionException e) {
      throw new AssertionError("The call failed", e.getCause());
    }
  }

  /** Whether its thread was interrupted when it ended; waits for its end. */
  public boolean wasInterrupted() {
    return interrupted.join();
  }

  private T end() throws ExecutionException {
    try {
      return work.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("The call does not end", e);
    }
  }

  private void run() {
    work.run();
    interrupted.complete(Thread.currentThread().isInterrupted());
  }
}

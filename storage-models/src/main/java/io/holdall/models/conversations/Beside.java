package io.holdall.models.conversations;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A read that goes on beside another one, where each takes the time of a way through the network.
 * Closing it gives it up.
 */
final class Beside<T> implements AutoCloseable {
  private static final long REST_SECONDS = 10;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** As many threads as there are callers that read; none when nobody has for a while. */
  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          REST_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "holdall-beside-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private final Supplier<T> read;
  private final FutureTask<T> begun;

  private Beside(Supplier<T> read) {
    this.read = read;
    begun = new FutureTask<>(read::get);
  }

  /** Begins to read. */
  static <T> Beside<T> begin(Supplier<T> read) {
    Beside<T> beside = new Beside<>(read);
    THREADS.execute(beside.begun);
    return beside;
  }

  /** What was read, or what was thrown. A caller that is interrupted reads by itself. */
  T result() {
    try {
      return begun.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the store decides what that means
      return read.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("A read threw what it does not declare", e);
    }
  }

  @Override
  public void close() {
    begun.cancel(true);
  }
}

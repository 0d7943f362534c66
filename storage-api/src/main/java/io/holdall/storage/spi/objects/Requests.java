package io.holdall.storage.spi.objects;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which a store talks to its service, and with them the number of requests under way
 * at once. Callers wait for their jobs and can be interrupted: reading then ends at once, writing
 * after the request under way, which gets a little time to be answered, so that it is known whether
 * it was done. Closing does the same to all.
 */
final class Requests {
  /** How long the last request of an interrupted or closed writing may take to be answered. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Consumer<Thread> abandon;
  private final ThreadPoolExecutor threads;
  private final Set<Job<?>> reading = ConcurrentHashMap.newKeySet();
  private final Set<Job<?>> writing = ConcurrentHashMap.newKeySet();
  private boolean closed; // guarded by this

  Requests(String name, int concurrency, Consumer<Thread> abandon) {
    this.abandon = abandon;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "holdall-" + name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Does one piece of reading. */
  <T> T read(Job.Work<T> work) {
    return readAll(List.of(work)).get(0);
  }

  /** Does pieces of reading side by side; the first that fails ends the others. */
  <T> List<T> readAll(List<Job.Work<T>> works) {
    List<Job<T>> jobs = new ArrayList<>(works.size());
    try {
      works.forEach(work -> jobs.add(begin(work, reading)));
      CompletableFuture<?>[] results =
          jobs.stream().map(Job::result).toArray(CompletableFuture<?>[]::new);
      CompletableFuture<Void> failed = new CompletableFuture<>();
      for (CompletableFuture<?> result : results) {
        whenOver(result, failure -> failFast(failed, failure));
      }
      CompletableFuture.anyOf(CompletableFuture.allOf(results), failed).get();
      return jobs.stream().map(job -> job.result().join()).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("Reading was interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      end(jobs);
    }
  }

  /** Does one piece of writing. */
  <T> T write(Job.Work<T> work) {
    Job<T> job = begin(work, writing);
    boolean interrupted = false;
    try {
      try {
        return job.result().get();
      } catch (InterruptedException e) {
        interrupted = true;
        job.wrapUp();
        return ending(job);
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** For calls that need no request. */
  void requireOpen() {
    if (isClosed()) {
      throw refused();
    }
  }

  /** Ends everything; a second call waits for the first one's work to be done. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    end(reading);
    writing.forEach(Job::wrapUp);
    threads.shutdown();
    boolean interrupted = !ended();
    writing.forEach(Job::cutOff);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** False if waiting was interrupted. */
  private boolean ended() {
    try {
      if (!threads.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        writing.forEach(Job::cutOff);
        threads.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private <T> Job<T> begin(Job.Work<T> work, Set<Job<?>> among) {
    Job<T> job = new Job<>(work, abandon);
    synchronized (this) {
      if (closed) {
        throw refused();
      }
      among.add(job);
      threads.execute(job);
    }
    whenOver(job.result(), failure -> among.remove(job));
    return job;
  }

  /** Those that have not begun first, or the threads of the others would begin them. */
  private static void end(Collection<? extends Job<?>> jobs) {
    jobs.forEach(Job::wrapUp);
    jobs.forEach(Job::cutOff);
  }

  /** Waits for a job whose caller was interrupted. */
  private static <T> T ending(Job<T> job) throws ExecutionException {
    long end = System.nanoTime() + GRACE.toNanos();
    while (true) {
      try {
        return job.result().get(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        job.cutOff(); // asked twice
      } catch (TimeoutException e) {
        job.cutOff();
        end = System.nanoTime() + GRACE.toNanos();
      }
    }
  }

  @SuppressWarnings("NullAway") // a future that succeeded has no failure, and says so with null
  private static void whenOver(CompletableFuture<?> result, Consumer<@Nullable Throwable> then) {
    CompletableFuture<?> unused = result.whenComplete((done, failure) -> then.accept(failure));
  }

  private static void failFast(CompletableFuture<Void> failed, @Nullable Throwable failure) {
    if (failure != null) {
      failed.completeExceptionally(failure);
    }
  }

  private RuntimeException failure(ExecutionException e) {
    Throwable cause = e.getCause();
    boolean nothingDone = cause instanceof Job.NotBegun || cause instanceof Unavailable;
    if (nothingDone && isClosed()) {
      return refused();
    }
    if (cause instanceof Job.NotBegun) {
      return new Unavailable("The call was interrupted before it began", e);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof StorageException known) {
      return known;
    }
    return new IllegalStateException("A request failed in a way nobody foresaw", cause);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static StorageException refused() {
    return new Closed("The store is closed");
  }
}

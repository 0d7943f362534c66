package io.holdall.storage.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Runs tasks at the same moment, each in a thread of its own. */
final class Race {
  /** Far more than any race needs: who has not arrived by then hangs. */
  private static final long DEADLINE_SECONDS = 120;

  private Race() {}

  /** The results of so many tasks, in the order of their numbers. */
  static <T> List<T> run(int tasks, IntFunction<Callable<T>> task) throws Exception {
    List<Callable<T>> all = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      all.add(task.apply(i));
    }
    return run(all);
  }

  /**
   * The results of all tasks, in their order.
   *
   * @throws Exception the first task's that failed, the others' suppressed in it
   */
  static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    List<Callable<T>> together = new ArrayList<>();
    for (Callable<T> task : tasks) {
      together.add(
          () -> {
            start.await();
            return task.call();
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      return results(threads.invokeAll(together, DEADLINE_SECONDS, TimeUnit.SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> results(List<Future<T>> futures) throws Exception {
    List<T> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        failure = joined(failure, e.getCause() == null ? e : e.getCause());
      } catch (CancellationException e) {
        failure = joined(failure, new AssertionError("A thread hangs: deadline has passed", e));
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof Exception exception) {
      throw exception;
    }
    return results;
  }

  private static Throwable joined(@Nullable Throwable first, Throwable next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}

package io.holdall.storage.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs tasks at the same moment, each in a thread of its own. */
final class Race {
  /** Far more than any race needs: who has not arrived by then hangs. */
  private static final long DEADLINE_SECONDS = 120;

  /** How long the others are waited for when one has failed. */
  private static final long PATIENCE_SECONDS = 10;

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
   * @throws Exception of the first task that fails; the others are interrupted then
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
      ExecutorCompletionService<T> service = new ExecutorCompletionService<>(threads);
      List<Future<T>> futures = together.stream().map(service::submit).toList();
      awaitAllOrOneFailure(service, futures.size());
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static <T> void awaitAllOrOneFailure(ExecutorCompletionService<T> service, int tasks)
      throws Exception {
    for (int i = 0; i < tasks; i++) {
      Future<T> finished = service.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (finished == null) {
        throw new AssertionError(
            "Of %d threads, %d have not finished after %d seconds"
                .formatted(tasks, tasks - i, DEADLINE_SECONDS));
      }
      try {
        finished.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof Exception exception ? exception : e;
      }
    }
  }
}

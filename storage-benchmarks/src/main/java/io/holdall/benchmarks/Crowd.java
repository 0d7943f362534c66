package io.holdall.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sixteen threads that share a fixed number of operations. The time is that until the last is done:
 * JMH's own threads each count by a clock of their own, which makes a crowd that starves most of
 * its members look several times faster than it is.
 */
@State(Scope.Benchmark)
public class Crowd {
  /** How many operations a run shares out. */
  public static final int OPERATIONS = 8_000;

  private static final int THREADS = 16;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  /** Runs the operation of each member until all are shared out. */
  int run(List<? extends Callable<?>> members) throws InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(OPERATIONS);
    List<Future<Integer>> counts = new ArrayList<>();
    for (Callable<?> member : members) {
      counts.add(
          threads.submit(
              () -> {
                int count = 0;
                while (left.getAndDecrement() > 0) {
                  member.call();
                  count++;
                }
                return count;
              }));
    }
    int total = 0;
    for (Future<Integer> count : counts) {
      total += count.get();
    }
    return total;
  }

  /** Runs the same operation on all threads. */
  int run(Callable<?> operation) throws InterruptedException, ExecutionException {
    List<Callable<?>> members = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      members.add(operation);
    }
    return run(members);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    threads.shutdownNow();
  }
}

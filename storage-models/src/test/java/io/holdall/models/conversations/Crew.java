package io.holdall.models.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that run at once, whose failures fail the test. */
final class Crew {
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  void run(Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                failures.add(e);
              }
            });
    threads.add(thread);
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until so many threads wait for others. */
  void awaitParked(int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                threads.stream()
                        .filter(
                            thread ->
                                thread.getState() == Thread.State.WAITING
                                    && inQueue(thread.getStackTrace()))
                        .count()
                    >= count);
  }

  private static boolean inQueue(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(SessionQueue.class.getName())) {
        return !frame.getMethodName().equals("round");
      }
    }
    return false;
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Duration.ofMinutes(2).toMillis());
      assertThat(thread.isAlive()).as("a thread hangs").isFalse();
    }
    assertThat(failures).isEmpty();
  }
}

package io.holdall.storage.spi.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CommitQueueTest {
  private static final int THREADS = 8;
  private static final int REQUESTS = 2_000;

  private static final class Numbered extends QueuedRequest {
    private final int from;
    private final int number;
    private boolean settled;

    Numbered(int from, int number) {
      this.from = from;
      this.number = number;
    }
  }

  @Test
  void everyRequestIsSettledOnceInTheOrderOfItsThread() throws InterruptedException {
    Map<Integer, Integer> last = new HashMap<>(); // unguarded: rounds must not overlap
    AtomicInteger inRound = new AtomicInteger();
    CommitQueue<Numbered> queue =
        new CommitQueue<>(
            waiting -> {
              assertThat(inRound.incrementAndGet()).isEqualTo(1);
              List<Numbered> round = new ArrayList<>();
              while (waiting.peek() != null && round.size() < 3) {
                Numbered request = waiting.remove();
                assertThat(last.merge(request.from, 1, Integer::sum)).isEqualTo(request.number);
                request.settled = true;
                round.add(request);
              }
              inRound.decrementAndGet();
              return round;
            });
    AtomicInteger settled = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int id = t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 1; i <= REQUESTS; i++) {
                  Numbered request = new Numbered(id, i);
                  queue.submit(request);
                  settled.addAndGet(request.settled ? 1 : 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(settled).hasValue(THREADS * REQUESTS);
    assertThat(last.values()).containsOnly(REQUESTS);
  }

  @Test
  void whoIsInterruptedGetsTheOutcomeAndKeepsTheFlag() throws InterruptedException {
    Semaphore gate = new Semaphore(0);
    List<Integer> sizes = new ArrayList<>();
    CommitQueue<Numbered> queue =
        new CommitQueue<>(
            waiting -> {
              gate.acquireUninterruptibly();
              List<Numbered> all = drained(waiting);
              sizes.add(all.size());
              return all;
            });
    Thread leader = new Thread(() -> queue.submit(new Numbered(0, 1)));
    leader.start();
    Awaitility.await().until(gate::hasQueuedThreads);
    boolean[] kept = new boolean[1];
    Numbered second = new Numbered(1, 1);
    Thread follower =
        new Thread(
            () -> {
              queue.submit(second);
              kept[0] = Thread.interrupted() && second.settled;
            });
    follower.start();
    follower.interrupt();
    gate.release(2);
    leader.join();
    follower.join();
    assertThat(kept[0]).isTrue();
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
  }

  @Test
  void whoComesDuringARoundJoinsIt() throws InterruptedException {
    Numbered second = new Numbered(1, 1);
    Thread[] follower = new Thread[1];
    List<Boolean> grew = new ArrayList<>();
    CommitQueue<Numbered> queue =
        new CommitQueue<>(
            waiting -> {
              List<Numbered> all = drained(waiting);
              startAndAwaitParked(follower[0]);
              grew.add(waiting.grows());
              all.addAll(drained(waiting));
              grew.add(waiting.grows());
              return all;
            });
    follower[0] = new Thread(() -> queue.submit(second));
    queue.submit(new Numbered(0, 1));
    follower[0].join();
    assertThat(grew).containsExactly(true, false);
    assertThat(second.settled).isTrue();
  }

  @Test
  void whatARoundPutsBackBeginsTheNext() throws InterruptedException {
    Numbered second = new Numbered(1, 1);
    Thread[] follower = new Thread[1];
    List<List<Integer>> rounds = new ArrayList<>();
    List<Boolean> grew = new ArrayList<>();
    CommitQueue<Numbered> queue =
        new CommitQueue<>(
            waiting -> {
              List<Numbered> all = drained(waiting);
              if (rounds.isEmpty()) {
                startAndAwaitParked(follower[0]);
                grew.add(waiting.grows());
                waiting.putBack(waiting.remove());
                grew.add(waiting.grows());
              }
              rounds.add(all.stream().map(request -> request.from).toList());
              return all;
            });
    follower[0] = new Thread(() -> queue.submit(second));
    queue.submit(new Numbered(0, 1));
    follower[0].join();
    assertThat(grew).containsExactly(true, false);
    assertThat(rounds).containsExactly(List.of(0), List.of(1));
  }

  private static void startAndAwaitParked(Thread follower) {
    follower.start();
    Awaitility.await().until(() -> follower.getState() == Thread.State.WAITING);
  }

  private static List<Numbered> drained(WaitingRequests<Numbered> waiting) {
    List<Numbered> all = new ArrayList<>();
    while (waiting.peek() != null) {
      all.add(waiting.remove());
    }
    all.forEach(request -> request.settled = true);
    return all;
  }
}

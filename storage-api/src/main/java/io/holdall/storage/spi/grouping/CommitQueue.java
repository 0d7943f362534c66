package io.holdall.storage.spi.grouping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets many threads share one sync. Every thread queues its request; one of them leads, does a
 * round for all that are queued, and hands over to one that came meanwhile. No thread is needed for
 * it, and a thread that is alone leads at once.
 *
 * <p>After a round its threads tend to come back together, shortly after the next leader has begun.
 * So a round may {@linkplain WaitingRequests#grows() grow} while it is being worked on: that
 * doubles its size when all cores are busy with threads that commit in turn, and costs a lonely
 * thread nothing.
 *
 * <p>Interrupts are put off until a request is done: it would be unknown to its thread otherwise.
 *
 * @param <R> what waits
 */
public final class CommitQueue<R extends QueuedRequest> {
  /**
   * Does the work of a round. Called by one thread at a time.
   *
   * @param <R> what waits
   */
  @FunctionalInterface
  public interface Rounds<R extends QueuedRequest> {
    /**
     * Takes one or more requests from the front of the queue and settles them. It must not throw: a
     * failure is an outcome of the requests that it concerns.
     *
     * @return what was settled; the queue marks them done and wakes their threads
     */
    List<R> round(WaitingRequests<R> waiting);
  }

  private final Rounds<R> rounds;
  private final AtomicBoolean leading = new AtomicBoolean();

  /** What was queued since the last round, the latest first. */
  private final AtomicReference<@Nullable R> latest = new AtomicReference<>();

  /** How many are in {@link #latest}, or a little behind. */
  private final AtomicInteger queued = new AtomicInteger();

  private final Waiting waiting = new Waiting(); // only for who leads

  /** A queue whose rounds this does. */
  public CommitQueue(Rounds<R> rounds) {
    this.rounds = rounds;
  }

  /** Queues the request, and returns when it is done. */
  public void submit(R request) {
    request.thread = Thread.currentThread();
    push(request);
    boolean interrupted = false;
    while (!request.isDone()) {
      if (leading.compareAndSet(false, true)) {
        lead(request);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void push(R request) {
    R before;
    do {
      before = latest.get();
      request.before = before;
    } while (!latest.compareAndSet(before, request));
    queued.incrementAndGet();
  }

  private void lead(R own) {
    List<R> settled = List.of();
    R next = null;
    try {
      if (!own.isDone()) {
        waiting.begin();
        settled = rounds.round(waiting);
        waiting.end(settled.size());
        settled.forEach(QueuedRequest::done);
      }
      next = waiting.peek();
    } finally {
      leading.set(false);
    }
    // First the one that leads next, so that the disk does not wait for all the others to be woken.
    if (next == null) {
      next = latest.get();
    }
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
    for (R request : settled) {
      if (request != own) {
        LockSupport.unpark(request.thread);
      }
    }
  }

  /** What waits, and how long it is worth waiting for more. */
  private final class Waiting implements WaitingRequests<R> {
    private final Deque<R> queue = new ArrayDeque<>();

    private int companions; // how many to expect in a round
    private int taken; // how many this round has
    private long roundNanos; // how long a round works, on average
    private long begun;
    private long waited; // of this round

    void begin() {
      takeQueued();
      taken = 0;
      waited = 0;
      begun = System.nanoTime();
    }

    void end(int size) {
      roundNanos = (7 * roundNanos + System.nanoTime() - begun - waited) / 8;
      companions = Math.max(size, companions - Math.max(1, (companions - size) / 4));
    }

    @Override
    public @Nullable R peek() {
      return queue.peek();
    }

    @Override
    public R remove() {
      R first = queue.remove();
      taken++;
      return first;
    }

    @Override
    public void putBack(R request) {
      queue.addFirst(request);
      taken--;
    }

    @Override
    public boolean grows() {
      if (!queue.isEmpty()) {
        return false;
      }
      awaitCompanions();
      takeQueued();
      return !queue.isEmpty();
    }

    @SuppressWarnings("ThreadPriorityCheck") // how long it yields decides on speed only
    private void awaitCompanions() {
      if (taken >= companions) {
        return;
      }
      long start = System.nanoTime();
      long now = start;
      while (queued.get() == 0 && now - begun < roundNanos / 2) {
        Thread.yield();
        now = System.nanoTime();
      }
      waited += now - start;
    }

    /** Moves what was queued to the end of {@link #queue}, the earliest first. */
    private void takeQueued() {
      List<R> latestFirst = new ArrayList<>();
      R request = latest.getAndSet(null);
      while (request != null) {
        latestFirst.add(request);
        request = before(request);
      }
      for (int i = latestFirst.size() - 1; i >= 0; i--) {
        queue.add(latestFirst.get(i));
      }
      queued.addAndGet(-latestFirst.size());
    }

    @SuppressWarnings("unchecked") // only push sets it
    private @Nullable R before(R request) {
      R before = (R) request.before;
      request.before = null;
      return before;
    }
  }
}

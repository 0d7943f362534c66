package io.holdall.storage.json;

import java.util.ArrayDeque;
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
 * <p>After a round its threads tend to come back together, shortly after the next leader could have
 * begun. So a leader waits for as many as there were lately, but never longer than half of what a
 * round takes: that doubles the size of a round when all cores are busy with threads that commit in
 * turn, and costs a lonely thread nothing.
 *
 * <p>Interrupts are put off until a request is done: it would be unknown to its thread otherwise.
 */
final class CommitQueue {
  /** Does the work of a round. Called by one thread at a time. */
  @FunctionalInterface
  interface Rounds {
    /**
     * Takes one or more requests from the front of the queue and settles them.
     *
     * @return what was settled; the queue marks them done and wakes their threads
     */
    List<Request> round(Deque<Request> queue);
  }

  private final Rounds rounds;
  private final AtomicBoolean leading = new AtomicBoolean();

  /** What was queued since the last round, the latest first. */
  private final AtomicReference<@Nullable Request> latest = new AtomicReference<>();

  /** How many are in {@link #latest}, or a little behind. */
  private final AtomicInteger queued = new AtomicInteger();

  // Only for who leads.
  private final Deque<Request> queue = new ArrayDeque<>();
  private int companions;
  private long roundNanos;

  CommitQueue(Rounds rounds) {
    this.rounds = rounds;
  }

  /** Returns when the request is done. */
  void submit(Request request) {
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

  private void push(Request request) {
    Request before;
    do {
      before = latest.get();
      request.before = before;
    } while (!latest.compareAndSet(before, request));
    queued.incrementAndGet();
  }

  private void lead(Request own) {
    List<Request> settled = List.of();
    Request next = null;
    try {
      if (!own.isDone()) {
        awaitCompanions();
        takeQueued();
        settled = measuredRound();
        settled.forEach(Request::done);
      }
      next = queue.peek();
    } finally {
      leading.set(false);
    }
    // First the one that leads next, so that the disk does not wait for all the others to be woken.
    if (next == null) {
      next = latest.get();
    }
    if (next != null) {
      LockSupport.unpark(next.thread());
    }
    for (Request request : settled) {
      if (request != own) {
        LockSupport.unpark(request.thread());
      }
    }
  }

  private List<Request> measuredRound() {
    long start = System.nanoTime();
    List<Request> settled = rounds.round(queue);
    roundNanos = (7 * roundNanos + System.nanoTime() - start) / 8;
    int size = settled.size();
    companions = Math.max(size, companions - Math.max(1, (companions - size) / 4));
    return settled;
  }

  @SuppressWarnings("ThreadPriorityCheck") // how long it yields decides on speed only
  private void awaitCompanions() {
    int missing = companions - queue.size();
    if (missing <= 1 || queued.get() >= missing) {
      return;
    }
    long deadline = System.nanoTime() + roundNanos / 2;
    while (queued.get() < missing && System.nanoTime() < deadline) {
      Thread.yield();
    }
  }

  /** Moves what was queued to the end of {@link #queue}, the earliest first. */
  private void takeQueued() {
    Request request = latest.getAndSet(null);
    int count = 0;
    Request earliest = null;
    Request later = null;
    while (request != null) {
      Request before = request.before;
      request.before = later;
      later = request;
      earliest = request;
      request = before;
      count++;
    }
    for (Request r = earliest; r != null; ) {
      Request after = r.before;
      r.before = null;
      queue.add(r);
      r = after;
    }
    queued.addAndGet(-count);
  }
}

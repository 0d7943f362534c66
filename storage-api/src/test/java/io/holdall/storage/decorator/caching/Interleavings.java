package io.holdall.storage.decorator.caching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in every order in which their steps can be interleaved. A step ends where the task
 * calls {@link #pause}; one step runs at a time. A task must not pause while it holds a lock that
 * another one needs.
 *
 * <p>Every run is made anew from the beginning: first the choices of the run before, up to the last
 * one that has an alternative not tried, then the first task that can go on.
 */
final class Interleavings implements AutoCloseable {
  private static final long STUCK_SECONDS = 60;
  private static final ThreadLocal<@Nullable Task> RUNNING = new ThreadLocal<>();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "interleaved");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Choice> choices = new ArrayList<>();
  private final Deque<Task> ready = new ArrayDeque<>(); // touched by the one that runs
  private final Semaphore allEnded = new Semaphore(0);
  private int depth;
  private int moment;
  private volatile @Nullable Throwable failure;

  /** What is to run in every order, and what must hold after it. */
  interface Scenario {
    List<Runnable> tasks();

    void check();
  }

  /** Makes a scenario for each run. */
  interface Maker {
    Scenario make();
  }

  /** One of several tasks was taken. */
  private record Choice(int taken, int among) {}

  private static final class Task {
    private final Runnable body;
    private final Semaphore turn = new Semaphore(0);

    Task(Runnable body) {
      this.body = body;
    }
  }

  /** Runs them all; gives how many there were. An error tells the steps that led to it. */
  int explore(Maker maker) {
    int runs = 0;
    choices.clear();
    do {
      depth = 0;
      moment = 0;
      failure = null;
      Scenario scenario = maker.make();
      try {
        run(scenario.tasks());
        scenario.check();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("After the choices " + choices + ": " + e.getMessage(), e);
      }
      runs++;
    } while (another());
    return runs;
  }

  /** Ends a step of a task; does nothing outside of tasks. */
  void pause() {
    Task task = RUNNING.get();
    if (task != null) {
      ready.addLast(task);
      Task next = choose();
      if (!next.equals(task)) {
        next.turn.release();
        await(task.turn);
      }
    }
  }

  /** Does something that must not be interrupted by other tasks. */
  void inOneStep(Runnable action) {
    Task task = RUNNING.get();
    RUNNING.remove();
    try {
      action.run();
    } finally {
      RUNNING.set(task);
    }
  }

  /** A number that grows with every call, to order what happens. */
  int moment() {
    return ++moment;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void run(List<Runnable> bodies) {
    for (Runnable body : bodies) {
      Task task = new Task(body);
      ready.addLast(task);
      threads.execute(() -> perform(task));
    }
    choose().turn.release();
    await(allEnded);
    if (failure != null) {
      throw new AssertionError("A task has failed: " + failure, failure);
    }
  }

  private void perform(Task task) {
    await(task.turn);
    RUNNING.set(task);
    try {
      task.body.run();
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      RUNNING.remove();
      if (ready.isEmpty()) {
        allEnded.release();
      } else {
        choose().turn.release();
      }
    }
  }

  /** Takes one of the tasks that can go on out of them. */
  private Task choose() {
    if (depth == choices.size()) {
      choices.add(new Choice(0, ready.size()));
    }
    int taken = choices.get(depth++).taken();
    List<Task> others = new ArrayList<>(ready);
    Task task = others.remove(taken);
    ready.clear();
    ready.addAll(others);
    return task;
  }

  private boolean another() {
    while (!choices.isEmpty()) {
      Choice last = choices.remove(choices.size() - 1);
      if (last.taken() + 1 < last.among()) {
        choices.add(new Choice(last.taken() + 1, last.among()));
        return true;
      }
    }
    return false;
  }

  private static void await(Semaphore turn) {
    try {
      if (!turn.tryAcquire(STUCK_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("A step does not end: does it wait for one that is not running?");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }
}

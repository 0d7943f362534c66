package io.holdall.storage.json;

import java.util.ArrayDeque;
import java.util.Queue;

/** Does background work when the test says so. */
final class QueueWorker implements Worker {
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable work) {
    waiting.add(work);
  }

  void run() {
    while (true) {
      Runnable work;
      synchronized (this) {
        work = waiting.poll();
      }
      if (work == null) {
        return;
      }
      work.run();
    }
  }

  @Override
  public void end() {}
}

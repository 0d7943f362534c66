package io.holdall.storage.json;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does work in the background, one piece after the other. */
interface Worker {
  /** Does it soon; ignored after {@link #end()}. */
  void execute(Runnable work);

  /** Returns when the work under way is done; what has not begun may be left undone. */
  void end();

  /** A daemon thread that comes when there is work and goes when there is none for a while. */
  static Worker daemon(String name) {
    return new Daemon(name);
  }

  /** See {@link #daemon}. */
  final class Daemon implements Worker {
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    private Daemon(String name) {
      thread =
          new ThreadPoolExecutor(
              1,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread daemon = new Thread(task, name);
                daemon.setDaemon(true);
                return daemon;
              },
              new ThreadPoolExecutor.DiscardPolicy());
      thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
      thread.execute(work);
    }

    @Override
    public void end() {
      thread.shutdown();
      boolean interrupted = false;
      boolean ended = false;
      while (!ended) {
        try {
          ended = thread.awaitTermination(1, TimeUnit.DAYS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

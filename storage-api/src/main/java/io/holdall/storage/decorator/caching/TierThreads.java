package io.holdall.storage.decorator.caching;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who works on the second tier, so that nobody has to wait for it longer than he wants.
 *
 * @param reading runs reads, or refuses them when too many are under way
 * @param writing runs one task at a time
 * @param end lets no further task begin
 */
record TierThreads(Executor reading, Executor writing, Runnable end) {
  private static final int MOST_READS = 64;
  private static final long IDLE_SECONDS = 10;

  /** Daemons, which come when they are needed and go when they are idle. */
  static TierThreads daemons() {
    ThreadPoolExecutor reading =
        new ThreadPoolExecutor(
            0,
            MOST_READS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("holdall-second-tier-read"));
    ThreadPoolExecutor writing =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("holdall-second-tier-write"));
    writing.allowCoreThreadTimeOut(true);
    return new TierThreads(
        reading,
        writing,
        () -> {
          reading.shutdown();
          writing.shutdown();
        });
  }

  private static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}

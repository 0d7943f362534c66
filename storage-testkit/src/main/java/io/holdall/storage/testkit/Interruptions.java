package io.holdall.storage.testkit;

import io.holdall.storage.StorageException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Interrupts a thread a number of times, the next time only when it has seen the last. */
final class Interruptions {
  /** Far longer than any call: an interrupt that nobody has seen by then is lost. */
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private final int times;
  private final AtomicInteger caused = new AtomicInteger();
  private final AtomicInteger seen = new AtomicInteger();
  private volatile @Nullable Thread victim;

  Interruptions(int times) {
    this.times = times;
  }

  boolean isOver() {
    return seen.get() >= times;
  }

  /** Repeats the action, which may fail with a StorageException, until all interrupts were seen. */
  @Nullable Void suffer(IntConsumer action) {
    victim = Thread.currentThread();
    try {
      for (int i = 0; !isOver(); i++) {
        try {
          action.accept(i);
        } catch (StorageException e) {
          if (!Thread.currentThread().isInterrupted()) {
            throw new AssertionError("A call failed, and no interrupt flag tells why", e);
          }
        }
        if (Thread.interrupted()) {
          seen.incrementAndGet();
        }
      }
      return null;
    } finally {
      seen.set(times);
    }
  }

  /** Interrupts; an interrupt that is swallowed is never seen, and found here. */
  @Nullable Void cause() {
    long last = System.nanoTime();
    while (!isOver()) {
      Thread target = victim;
      if (target != null && caused.get() == seen.get()) {
        caused.incrementAndGet();
        last = System.nanoTime();
        target.interrupt();
      }
      if (System.nanoTime() - last > DEADLINE_NANOS) {
        int lost = caused.get() - seen.get();
        seen.set(times); // lets the others end
        throw new AssertionError(
            "An interrupted caller has lost its interrupt flag: %d of %d interrupts were not seen"
                .formatted(lost, caused.get()));
      }
      Thread.onSpinWait();
    }
    return null;
  }
}

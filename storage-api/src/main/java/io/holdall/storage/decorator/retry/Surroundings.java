package io.holdall.storage.decorator.retry;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time and chance, which tests make up. */
interface Surroundings {
  /** The real ones. */
  Surroundings REAL =
      new Surroundings() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }

        @Override
        public double chance() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A time to measure others by. */
  long nanoTime();

  /** Waits; at once over if the thread is interrupted. */
  void pause(long nanos) throws InterruptedException;

  /** A number from 0 to 1. */
  double chance();
}

package io.holdall.storage.decorator.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that only pauses move, and no chance. */
final class MadeUpTime implements Surroundings {
  private final List<Duration> pauses = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000;
  private double chance;

  List<Duration> pauses() {
    return pauses;
  }

  void chance(double always) {
    chance = always;
  }

  /** Something that takes time. */
  void pass(Duration duration) {
    now += duration.toNanos();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void pause(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(Duration.ofNanos(nanos));
    now += nanos;
  }

  @Override
  public double chance() {
    return chance;
  }
}

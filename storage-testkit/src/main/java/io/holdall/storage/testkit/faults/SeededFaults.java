package io.holdall.storage.testkit.faults;

import java.time.Duration;
import java.util.function.Consumer;

/** Collects how likely each fault is; not thread-safe. */
public final class SeededFaults {
  private final long seed;
  private double refused;
  private double requestLost;
  private double answerLost;
  private double readsRefused;
  private double periodBegins;
  private int periodCalls;
  private double delayed;
  private Duration longestDelay = Duration.ZERO;
  private Consumer<Duration> pause = delay -> {};

  SeededFaults(long seed) {
    this.seed = seed;
  }

  /** How likely a commit is refused, from 0 to 1. */
  public SeededFaults refused(double probability) {
    refused = probability;
    return this;
  }

  /** How likely a commit does not happen and ends as unknown, from 0 to 1. */
  public SeededFaults requestLost(double probability) {
    requestLost = probability;
    return this;
  }

  /** How likely a commit happens and ends as unknown, from 0 to 1. */
  public SeededFaults answerLost(double probability) {
    answerLost = probability;
    return this;
  }

  /** How likely a read is refused, from 0 to 1. */
  public SeededFaults readsRefused(double probability) {
    readsRefused = probability;
    return this;
  }

  /**
   * Periods in which all commits are refused, and all reads in periods of their own.
   *
   * @param begins how likely a call begins one, from 0 to 1
   * @param calls how many calls it lasts
   */
  public SeededFaults unavailablePeriods(double begins, int calls) {
    periodBegins = begins;
    periodCalls = calls;
    return this;
  }

  /**
   * Delays before calls.
   *
   * @param probability how likely a call is delayed, from 0 to 1
   * @param longest each is shorter, by chance
   * @param pause takes the time, or makes it up; for the thread of the call
   */
  public SeededFaults delayed(double probability, Duration longest, Consumer<Duration> pause) {
    delayed = probability;
    longestDelay = longest;
    this.pause = pause;
    return this;
  }

  /**
   * The faults.
   *
   * @throws IllegalArgumentException if a probability is none, or those of a commit exceed 1
   */
  public Faults build() {
    for (double probability :
        new double[] {refused, requestLost, answerLost, readsRefused, periodBegins, delayed}) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("A probability is from 0 to 1, not " + probability);
      }
    }
    if (refused + requestLost + answerLost > 1) {
      throw new IllegalArgumentException("The probabilities of a commit's faults exceed 1");
    }
    return Faults.byChance(
        new Chances(
            seed,
            refused,
            requestLost,
            answerLost,
            readsRefused,
            periodBegins,
            periodCalls,
            delayed,
            longestDelay,
            pause));
  }
}

package io.holdall.storage.decorator.retry;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.Set;

/**
 * Repeats calls that failed and are safe to repeat, after pauses that grow, within a deadline.
 *
 * <pre>{@code
 * Storage.builder(backend).with(Retry.upTo(Duration.ofSeconds(10))).open();
 * }</pre>
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>Reads and commits that threw {@code Unavailable} are repeated: nothing was written, and the
 *       same call may succeed. No other error of a read is.
 *   <li>Pauses grow by a factor from the first to the longest, each shortened by chance by up to a
 *       half, so that many callers do not come back together. An attribute {@code retry-after} of
 *       the error is waited for.
 *   <li>No pause is begun that would end after the deadline, which counts from the beginning of the
 *       call. A call under way is not cut short.
 *   <li>An interrupted caller gets the last error at once, and keeps its flag.
 *   <li>What is thrown in the end is the last error, with the attribute {@code attempts}. An error
 *       that has it already was repeated below, and is not repeated again. Two of these in a stack
 *       are refused.
 * </ul>
 *
 * <h2>Unknown outcomes</h2>
 *
 * After {@code OutcomeUnknown} a commit is repeated only if it can happen at most once: it puts or
 * deletes an entry whose version it asks for. Once the batch has been written that version is gone
 * for ever. So if the repetition succeeds, the batch was written exactly once. If it meets a failed
 * condition instead, somebody's write came first, perhaps one's own:
 *
 * <ul>
 *   <li>{@code Conflict} is thrown only if that is proven to be another's: a version that the batch
 *       asks for is gone for ever, and another key that it would have changed still has the version
 *       asked for.
 *   <li>Otherwise {@code OutcomeUnknown} is thrown. That the entries are as the batch would have
 *       left them proves nothing: two that count from 5 to 6 write the same bytes.
 * </ul>
 *
 * <p>Where the bytes do prove it, because no two writes ever have the same, as with a random number
 * in each value, {@link Builder#uniqueValues} says so. Then the entries are read back: if one of
 * them is there the batch was written, and the commit succeeds with the versions that are read; if
 * others have replaced some of them since, the versions are lost, and {@code OutcomeUnknown} is
 * thrown with the attribute {@code written}.
 *
 * <p>A batch without such a condition is never repeated after an unknown outcome: it might undo
 * what others have written in between. To ask for absence is not enough: where somebody has deleted
 * what the batch put, the repetition would put it again. An error of any kind after an unknown
 * outcome is reported as {@code OutcomeUnknown}, with the later error suppressed in it.
 *
 * <p>A call that succeeds at once costs nothing.
 */
public final class Retry implements Decorator {
  static final String TYPE = "retry";

  private final Policy policy;

  private Retry(Policy policy) {
    this.policy = policy;
  }

  /** With a deadline, and the default pauses. */
  public static Retry upTo(Duration deadline) {
    return builder().deadline(deadline).build();
  }

  /** Starts with the defaults; what differs is set by name. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public StorageBackend decorate(StorageBackend delegate) {
    return new RetryingBackend(delegate, policy);
  }

  @Override
  public String name() {
    return TYPE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.REPEATS);
  }

  /** Collects what differs from the defaults; not thread-safe. */
  public static final class Builder {
    private static final Duration LONGEST = Duration.ofDays(1);

    private Duration deadline = Duration.ofSeconds(10);
    private int maxAttempts = 10;
    private Duration firstPause = Duration.ofMillis(20);
    private Duration longestPause = Duration.ofSeconds(2);
    private double factor = 2;
    private boolean uniqueValues;
    private Surroundings surroundings = Surroundings.REAL;

    private Builder() {}

    /** How long to go on at most, from the beginning of a call; 10 seconds when not set. */
    public Builder deadline(Duration limit) {
      deadline = within("deadline", limit);
      return this;
    }

    /** How often a call is made at most, the first time included; 10 when not set. */
    public Builder maxAttempts(int attempts) {
      if (attempts < 1) {
        throw new Configuration("Setting 'max-attempts' of retry must be at least 1");
      }
      maxAttempts = attempts;
      return this;
    }

    /** The pause before the second attempt; 20 ms when not set. */
    public Builder firstPause(Duration pause) {
      firstPause = within("first-pause", pause);
      return this;
    }

    /** What no pause exceeds, unless an error asks for more; 2 seconds when not set. */
    public Builder longestPause(Duration pause) {
      longestPause = within("longest-pause", pause);
      return this;
    }

    /** How many times longer each pause is than the one before; 2 when not set. */
    public Builder factor(double times) {
      if (!(times >= 1 && times <= 100)) {
        throw new Configuration("Setting 'factor' of retry must be from 1 to 100");
      }
      factor = times;
      return this;
    }

    /**
     * Promises that no two writes ever put the same bytes under one key, so that bytes prove whose
     * write it was; false when not set.
     */
    public Builder uniqueValues(boolean promised) {
      uniqueValues = promised;
      return this;
    }

    /** Another clock, pause and chance than the real ones, for tests. */
    Builder surroundings(Surroundings others) {
      surroundings = others;
      return this;
    }

    /**
     * The decorator.
     *
     * @throws Configuration if the first pause is longer than the longest
     */
    public Retry build() {
      if (firstPause.compareTo(longestPause) > 0) {
        throw new Configuration("Setting 'first-pause' of retry is longer than 'longest-pause'");
      }
      return new Retry(
          new Policy(
              deadline, maxAttempts, firstPause, longestPause, factor, uniqueValues, surroundings));
    }

    private static Duration within(String name, Duration duration) {
      if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
        throw new Configuration(
            "Setting '%s' of retry must be from 1 millisecond to 1 day".formatted(name));
      }
      return duration;
    }
  }
}

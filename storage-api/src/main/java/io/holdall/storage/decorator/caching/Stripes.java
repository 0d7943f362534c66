package io.holdall.storage.decorator.caching;

import io.holdall.storage.Key;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Operation;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether a commit has come between the beginning of a read and the moment when its result is
 * to be remembered. Keys share stripes; a stripe's state counts the commits that began and those
 * that are under way.
 *
 * <p>A reader takes a {@link #stamp} before it asks the store, and remembers what it got by {@link
 * #ifUntouched}, which does nothing if a commit was under way at the stamp or has begun since. A
 * commit {@linkplain #begin begins}, then makes the cache forget its keys, then goes to the store.
 * So what is remembered was read after every commit of its key had ended, and before the next one
 * went to the store.
 *
 * <p>Not final, and its methods are no more private than they are, so that tests can break it and
 * see that they notice.
 */
class Stripes {
  /** The stamp of a read during which a commit is under way. No state is ever equal to it. */
  static final long BUSY = -1;

  private static final int DEFAULT_COUNT = 4_096;
  private static final int COUNTER_BITS = 20;
  private static final long UNDER_WAY = (1L << COUNTER_BITS) - 1;
  private static final long ONE_BEGUN = 1L << COUNTER_BITS;

  private final Stripe[] stripes;

  Stripes() {
    this(DEFAULT_COUNT);
  }

  /**
   * @param count a power of two
   */
  Stripes(int count) {
    stripes = new Stripe[count];
    Arrays.setAll(stripes, i -> new Stripe());
  }

  /** High bits: how many commits have begun. Low bits: how many of them are under way. */
  private static final class Stripe {
    volatile long state; // changes under the monitor of this object
  }

  /** The state to remember by, or {@link #BUSY}. */
  long stamp(Key key) {
    long state = stripes[indexOf(key)].state;
    return (state & UNDER_WAY) == 0 ? state : BUSY;
  }

  /**
   * Does it if no commit has begun since the stamp; none begins while it is done. It must not take
   * long, nor another stripe.
   */
  boolean ifUntouched(Key key, long stamp, Runnable action) {
    Stripe stripe = stripes[indexOf(key)];
    synchronized (stripe) {
      if (stripe.state != stamp) {
        return false;
      }
      action.run();
      return true;
    }
  }

  /** Makes every read that is under way a read that is not remembered. */
  void touch(Key key) {
    Stripe stripe = stripes[indexOf(key)];
    synchronized (stripe) {
      stripe.state += ONE_BEGUN;
    }
  }

  /** Begins a commit that writes these operations' keys, those of checks excepted. */
  Writing begin(List<Operation> operations) {
    int[] indexes =
        operations.stream()
            .filter(operation -> !(operation instanceof Check))
            .mapToInt(operation -> indexOf(operation.key()))
            .sorted()
            .distinct()
            .toArray();
    long[] states = new long[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      Stripe stripe = stripes[indexes[i]];
      synchronized (stripe) {
        stripe.state += ONE_BEGUN + 1;
        states[i] = stripe.state;
      }
    }
    return new Writing(indexes, states);
  }

  /** Whether no other commit was under way between two states, the first when one had begun. */
  boolean wasAlone(long atBegin, long now) {
    return (atBegin & UNDER_WAY) == 1 && now == atBegin;
  }

  private int indexOf(Key key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & stripes.length - 1;
  }

  /** A commit under way. */
  final class Writing {
    private final int[] indexes; // ascending
    private final long[] states; // as they were when it had begun

    private Writing(int[] indexes, long[] states) {
      this.indexes = indexes;
      this.states = states;
    }

    /**
     * Does it if no other commit on the stripe of this key was under way at any time since this one
     * began, so that what this one wrote is what is there.
     */
    void ifAlone(Key key, Runnable action) {
      int index = indexOf(key);
      long state = states[Arrays.binarySearch(indexes, index)];
      Stripe stripe = stripes[index];
      synchronized (stripe) {
        if (wasAlone(state, stripe.state)) {
          action.run();
        }
      }
    }

    /** Ends it, whatever became of it; once. */
    void end() {
      for (int index : indexes) {
        Stripe stripe = stripes[index];
        synchronized (stripe) {
          stripe.state--;
        }
      }
    }
  }
}

package io.holdall.storage.decorator.limits;

import io.holdall.storage.Key;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** Lets commits of the same key run one after the other, and nearly all others side by side. */
final class KeyLocks {
  private static final int STRIPES = 256;

  private final ReentrantLock[] stripes =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

  /**
   * Locks the keys until the result is released. All lock in one order, so nobody waits in a ring.
   */
  Held lock(Collection<Key> keys) {
    TreeSet<Integer> indexes = new TreeSet<>();
    keys.forEach(key -> indexes.add(Math.floorMod(spread(key.hashCode()), STRIPES)));
    indexes.forEach(index -> stripes[index].lock());
    return () -> indexes.forEach(index -> stripes[index].unlock());
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16) ^ (hash >>> 8);
  }

  /** Keys that are locked by this thread. */
  @FunctionalInterface
  interface Held {
    /** Lets others have them; in the thread that locked them. */
    void release();
  }
}

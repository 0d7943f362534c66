package io.holdall.storage.compression;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Native objects that are expensive to make, and for one thread at a time. */
final class Pool<T> {
  private static final int MOST_IDLE = 16;

  private final Supplier<T> maker;
  private final Consumer<T> closer;

  // Both guarded by this.
  private final Deque<T> idle = new ArrayDeque<>();
  private boolean closed;

  Pool(Supplier<T> maker, Consumer<T> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  /** Does something with one of them; it is not used again if that fails. */
  <R> R use(Function<T, R> work) {
    T taken = take();
    boolean done = false;
    try {
      R result = work.apply(taken);
      done = true;
      return result;
    } finally {
      if (!done || !giveBack(taken)) {
        closer.accept(taken);
      }
    }
  }

  private T take() {
    synchronized (this) {
      T free = idle.poll();
      if (free != null) {
        return free;
      }
    }
    return maker.get();
  }

  private synchronized boolean giveBack(T taken) {
    if (closed || idle.size() == MOST_IDLE) {
      return false;
    }
    idle.push(taken);
    return true;
  }

  /** Frees what is not in use; what is in use is freed afterwards. */
  synchronized void close() {
    closed = true;
    idle.forEach(closer);
    idle.clear();
  }
}

package io.holdall.models.conversations;

import io.holdall.storage.Storage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * What every {@link Conversations} over one {@link Storage} has in common in this process, so that
 * it makes no difference whether an application keeps one or asks for one at each call.
 */
final class Sharing {
  /** How many sessions are kept ready for their next append. */
  private static final int MAX_QUEUES = 4_096;

  /** By storage, then by collection. Guarded by itself; nothing in a value refers to its key. */
  private static final Map<Storage, Map<String, Sharing>> ALL = new WeakHashMap<>();

  private final Map<String, SessionQueue> queues = // guarded by itself
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SessionQueue> eldest) {
          return size() > MAX_QUEUES;
        }
      };

  private volatile boolean layoutSettled;

  private Sharing() {}

  static Sharing of(Storage storage, String collection) {
    synchronized (ALL) {
      return ALL.computeIfAbsent(storage, any -> new LinkedHashMap<>())
          .computeIfAbsent(collection, any -> new Sharing());
    }
  }

  /**
   * The queue of a session. One that falls out while in use does no harm: its appends and those in
   * a new one meet as those of two processes do.
   */
  SessionQueue queue(String session, Storage storage) {
    synchronized (queues) {
      return queues.computeIfAbsent(session, id -> new SessionQueue(id, storage.capabilities()));
    }
  }

  /** Forgets what is known of sessions' ends, for they are about to be looked for anew. */
  void forgetSessions() {
    synchronized (queues) {
      queues.clear();
    }
  }

  /** Whether the layout of the store has been seen to be ours. */
  boolean isLayoutSettled() {
    return layoutSettled;
  }

  void layoutIsSettled() {
    layoutSettled = true;
  }
}

package io.holdall.storage.chronicle.log;

/** Takes what a log says, in its order. */
public interface LogTarget {
  /** The key has this entry from now on. */
  void put(String key, LogPosition position);

  /** The key has no entry from now on. */
  void delete(String key);
}

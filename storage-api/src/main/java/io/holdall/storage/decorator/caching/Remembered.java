package io.holdall.storage.decorator.caching;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import java.util.Optional;

/**
 * What one read of the store found, or what one commit left there.
 *
 * @param entry the entry, empty if the key was absent
 * @param readAt when the read or the commit began, by the cache's clock
 * @param deadline when it may no longer be served from memory, by the same clock, or {@link
 *     Lifetime#ENDLESS}
 */
record Remembered(Optional<Entry> entry, long readAt, long deadline) {
  /**
   * The heap that an entry takes beside the bytes of key and value: objects, version, the map's and
   * the policy's own.
   */
  private static final int OVERHEAD_BYTES = 350;

  int weight(Key key) {
    int valueBytes = entry.map(present -> present.value().length()).orElse(0);
    return weight(key, valueBytes);
  }

  static int weight(Key key, int valueBytes) {
    long weight = (long) OVERHEAD_BYTES + key.encoded().length() + valueBytes;
    return (int) Math.min(Integer.MAX_VALUE, weight);
  }
}

package io.holdall.storage.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Figures of a store.
 *
 * @param entries the number of entries, where the backend knows it
 * @param storedBytes the bytes the store takes where it lives, garbage and indexes included
 * @param details further figures by name, in the order to be shown; never stored data
 */
public record StorageStats(
    OptionalLong entries, OptionalLong storedBytes, Map<String, String> details) {
  /** Copies the map, keeping its order. */
  public StorageStats {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}

package io.holdall.storage.sqlite;

import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store is opened.
 *
 * @param path the database file, absolute
 * @param capabilities durability, limits and whether it is opened read-only
 * @param readers how many reads run at once; further ones wait their turn
 * @param snapshots how many snapshots may be open at once
 * @param busyTimeout how long a call waits for other processes
 */
record Options(
    Path path, Capabilities capabilities, int readers, int snapshots, Duration busyTimeout) {
  boolean readOnly() {
    return capabilities.readOnly();
  }

  /** What {@code PRAGMA synchronous} must say for the durability that was promised. */
  String synchronous() {
    return capabilities.durability() == Durability.POWER ? "FULL" : "NORMAL";
  }
}

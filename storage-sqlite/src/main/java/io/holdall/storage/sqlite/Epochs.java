package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.LimitExceeded;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * Issues versions that no process ever issues again: {@code epoch << 20 | counter}. An epoch is
 * taken durably, in a small transaction of its own, by each opening that writes, and again when its
 * counter is used up or a commit has failed; so commits share no row.
 *
 * <p>Epochs leap by a random distance. Where somebody puts an old copy of the file in the place of
 * a newer one, the versions issued from then on are most likely none of those that were lost.
 *
 * <p>Not thread-safe; the leading committer uses it.
 */
final class Epochs {
  /** The row of {@code holdall_state} with the last epoch taken. */
  static final String NAME = "last-epoch";

  static final int COUNTER_BITS = 20;
  private static final long COUNTERS = 1L << COUNTER_BITS;
  private static final long MAX_EPOCH = Long.MAX_VALUE >> COUNTER_BITS;
  private static final int LONGEST_LEAP = 4096;

  private final Path file;
  private long epoch; // 0 while none is taken
  private long counter;

  Epochs(Path file) {
    this.file = file;
  }

  /** Whether so many versions can be issued without taking a new epoch. */
  boolean covers(long versions) {
    return epoch != 0 && counter + versions <= COUNTERS;
  }

  long next() {
    if (!covers(1)) {
      throw new IllegalStateException("No epoch is taken");
    }
    return (epoch << COUNTER_BITS) | counter++;
  }

  /** No further version of this epoch is issued. */
  void abandon() {
    epoch = 0;
  }

  /**
   * Reads and replaces the last epoch, in the transaction that the caller has begun.
   *
   * @return the epoch, to be given to {@link #begin} once the transaction is durable
   */
  long take(Connection connection) throws SQLException {
    long taken = last(connection, file) + 1 + ThreadLocalRandom.current().nextInt(LONGEST_LEAP);
    if (taken > MAX_EPOCH) {
      throw new LimitExceeded("The version numbers of this database are used up");
    }
    store(connection, taken);
    return taken;
  }

  void begin(long taken) {
    epoch = taken;
    counter = 0;
  }

  /** The last epoch taken by anybody. */
  static long last(Connection connection, Path file) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT value, checksum FROM holdall_state WHERE name = ?")) {
      query.setString(1, NAME);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next() || row.getLong(2) != checksum(row.getLong(1))) {
          throw new Corrupt("The record of the versions issued is damaged")
              .with("file", file)
              .with("offset", 0);
        }
        return row.getLong(1);
      }
    }
  }

  static void store(Connection connection, long value) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE holdall_state SET value = ?, checksum = ? WHERE name = ?")) {
      update.setLong(1, value);
      update.setLong(2, checksum(value));
      update.setString(3, NAME);
      update.executeUpdate();
    }
  }

  /** The epoch of a version. */
  static long of(long version) {
    return version >>> COUNTER_BITS;
  }

  static long checksum(long value) {
    CRC32C crc = new CRC32C();
    crc.update((NAME + '=' + value).getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }
}

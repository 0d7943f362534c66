package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.StorageStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Gathers the figures of a store; counts the entries in the index, without their rows. */
final class Statistics {
  private Statistics() {}

  static StorageStats gather(Database database, Connection connection) throws SQLException {
    Path file = database.options().path();
    long entries = Schema.number(connection, "SELECT count(*) FROM entries");
    long pageBytes = Schema.pragma(connection, "page_size");
    long pages = Schema.number(connection, "PRAGMA page_count");
    long free = Schema.number(connection, "PRAGMA freelist_count");
    long journal = size(file.resolveSibling(file.getFileName() + "-wal"));
    Map<String, String> details = new LinkedHashMap<>();
    details.put("file", file.toString());
    details.put("journal bytes", Long.toString(journal));
    details.put("free bytes", Long.toString(free * pageBytes));
    details.put("page bytes", Long.toString(pageBytes));
    details.put("sqlite", connection.getMetaData().getDatabaseProductVersion());
    return new StorageStats(
        OptionalLong.of(entries), OptionalLong.of(pages * pageBytes + journal), details);
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new Unavailable("The size of a file cannot be told", e).with("file", file);
    }
  }
}

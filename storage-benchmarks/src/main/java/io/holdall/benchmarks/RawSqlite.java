package io.holdall.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** SQLite as one would use it by hand, with the settings that the backend uses. */
final class RawSqlite {
  static final String INSERT =
      "INSERT OR REPLACE INTO entries (key, version, format, value) VALUES (?, ?, 0, ?)";
  static final String SELECT = "SELECT version, format, value FROM entries WHERE key = ?";
  static final String LAST =
      "SELECT key, version, format, value FROM entries WHERE key >= ? AND key < ?"
          + " ORDER BY key DESC LIMIT ?";

  private RawSqlite() {}

  static Connection open(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=60000");
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, version INTEGER NOT NULL,"
              + " format INTEGER NOT NULL, value NOT NULL) WITHOUT ROWID");
    }
    return connection;
  }
}

package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unsupported;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a database of ours looks like inside; {@code docs/sqlite-format.md} describes it. */
final class Schema {
  /** {@code PRAGMA application_id}: "Hold" in ASCII. */
  static final int APPLICATION_ID = 0x486F6C64;

  /** {@code PRAGMA user_version}: counts the versions of the format. */
  static final int FORMAT_VERSION = 1;

  static final int PAGE_BYTES = 8192;

  private static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE entries (
            key TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            value ANY NOT NULL
          ) STRICT\
          """,
          """
          CREATE TABLE holdall_state (
            name TEXT NOT NULL PRIMARY KEY,
            value INTEGER NOT NULL,
            checksum INTEGER NOT NULL
          ) STRICT\
          """,
          """
          CREATE VIEW json_entries (key, collection, parent, name, version, value) AS
          SELECT key,
            substr(key, 1, instr(key || '/', '/') - 1),
            rtrim(rtrim(key, replace(key, '/', '')), '/'),
            substr(key, length(rtrim(key, replace(key, '/', ''))) + 1),
            version,
            value
          FROM entries
          WHERE typeof(value) = 'text' AND json_valid(value)\
          """);

  /** One statement, so that all is of one moment: somebody may be creating the database. */
  private static final String WHAT_IT_IS =
      """
      SELECT (SELECT application_id FROM pragma_application_id),
        (SELECT user_version FROM pragma_user_version),
        (SELECT count(*) FROM sqlite_master)\
      """;

  private Schema() {}

  /** What is in a file that calls itself a database. */
  enum State {
    EMPTY,
    OURS
  }

  /**
   * Looks at what the file is, and changes nothing.
   *
   * @throws Corrupt if it is somebody else's database
   * @throws Unsupported if a newer Holdall wrote it
   */
  static State inspect(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WHAT_IT_IS)) {
      row.next();
      return judge(row.getInt(1), row.getInt(2), row.getLong(3), file);
    }
  }

  private static State judge(int application, int format, long objects, Path file) {
    if (application == 0 && format == 0 && objects == 0) {
      return State.EMPTY;
    }
    if (application != APPLICATION_ID) {
      throw new Corrupt("The file is an SQLite database, but not one of Holdall")
          .with("file", file)
          .with("offset", 68);
    }
    if (format > FORMAT_VERSION) {
      throw (Unsupported)
          new Unsupported("The database was written by a newer Holdall than this")
              .with("file", file)
              .with("format", format)
              .with("newest", FORMAT_VERSION);
    }
    return State.OURS;
  }

  /** Creates everything, in the transaction that the caller has begun. */
  static void create(Statement statement) throws SQLException {
    for (String sql : STATEMENTS) {
      statement.execute(sql);
    }
    statement.execute(
        "INSERT INTO holdall_state VALUES ('%s', 0, %d)"
            .formatted(Epochs.NAME, Epochs.checksum(0)));
    statement.execute("PRAGMA application_id = " + APPLICATION_ID);
    statement.execute("PRAGMA user_version = " + FORMAT_VERSION);
  }

  static int pragma(Connection connection, String name) throws SQLException {
    return (int) number(connection, "PRAGMA " + name);
  }

  /** The first column of the only row of a query. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

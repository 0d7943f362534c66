package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns SQLite's result codes into the kinds of {@link StorageException}. SQLite's own message is
 * kept in the cause only, for it may quote SQL.
 */
final class SqlErrors {
  private final Path file;

  SqlErrors(Path file) {
    this.file = file;
  }

  /** The exception for an error while nothing was being committed: nothing was written. */
  StorageException translate(SQLException e) {
    SQLiteErrorCode code = code(e);
    StorageException translated =
        switch (primary(code)) {
          case SQLITE_BUSY, SQLITE_LOCKED ->
              new Unavailable("Another process kept the database locked for too long", e)
                  .with("reason", "locked")
                  .with("holder", "another process");
          case SQLITE_FULL -> noRoom(e);
          case SQLITE_TOOBIG -> new LimitExceeded("A value is larger than SQLite takes", e);
          case SQLITE_NOTADB ->
              new Corrupt("The file is no SQLite database, or its beginning is damaged", e)
                  .with("file", file)
                  .with("offset", 0);
          case SQLITE_CORRUPT ->
              new Corrupt("The database is damaged", e).with("file", file).with("offset", 0);
          case SQLITE_READONLY ->
              code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED
                  ? new Unavailable("The database file was moved or deleted while it was open", e)
                  : notWritable(e);
          case SQLITE_PERM, SQLITE_AUTH ->
              new AccessDenied("The operating system or SQLite refused access", e);
          case SQLITE_CANTOPEN -> new Unavailable("The database file cannot be opened", e);
          case SQLITE_IOERR ->
              isNoRoom(e)
                  ? noRoom(e)
                  : new Unavailable("Reading or writing the database file failed", e);
          case SQLITE_NOMEM -> new Unavailable("There is not enough memory for SQLite", e);
          default -> new Unavailable("SQLite refused the operation", e);
        };
    return translated.with("file", file).with("sqlite", code.name());
  }

  private static StorageException noRoom(SQLException e) {
    return new LimitExceeded("There is no room for the database to grow", e);
  }

  /** The exception for a database that may only be read, and was to be written. */
  StorageException notWritable(SQLException e) {
    return new AccessDenied("The database or its directory cannot be written", e)
        .with("file", file);
  }

  /** Whether the disk is full: SQLite says it otherwise of the memory its processes share. */
  static boolean isNoRoom(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_FULL) || code(e) == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  /** The exact result code, {@code UNKNOWN_ERROR} for what is not SQLite's. */
  static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode()
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }

  static boolean is(SQLException e, SQLiteErrorCode primary) {
    return primary(code(e)) == primary;
  }

  /** The class of a result code: its lowest byte. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.UNKNOWN_ERROR
        ? code
        : SQLiteErrorCode.getErrorCode(code.code & 0xFF);
  }
}

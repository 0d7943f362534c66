package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException.Configuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.SQLiteOpenMode;

/** Opens bare connections; tests put faults in their way. */
@FunctionalInterface
interface Connections {
  /** What a connection is for. */
  enum Mode {
    WRITE,
    READ,
    /** For a database that nobody writes, on a medium where not even a lock can be taken. */
    READ_IMMUTABLE
  }

  Connection open(Path file, Mode mode) throws SQLException;

  /** Connections of sqlite-jdbc. */
  static Connection direct(Path file, Mode mode) throws SQLException {
    loadDriver();
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(0);
    // Else every INSERT would be followed by a query for its row, prepared anew each time.
    config.setGetGeneratedKeys(false);
    if (mode == Mode.WRITE) {
      config.setOpenMode(SQLiteOpenMode.READWRITE);
      config.setOpenMode(SQLiteOpenMode.CREATE);
    } else {
      config.setReadOnly(true);
    }
    // As a URI, for a bare path sqlite-jdbc would take what follows a question mark for settings.
    String uri =
        "jdbc:sqlite:" + fileUri(file) + (mode == Mode.READ_IMMUTABLE ? "?immutable=1" : "");
    return JDBC.createConnection(uri, config.toProperties());
  }

  private static String fileUri(Path file) {
    StringBuilder uri = new StringBuilder("file:");
    String path = file.toAbsolutePath().toString().replace('\\', '/');
    if (!path.startsWith("/")) {
      uri.append('/');
    }
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "/-_.~:".indexOf(c) >= 0)) {
        uri.append(c);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return uri.toString();
  }

  /**
   * Loads SQLite itself.
   *
   * @throws Configuration if that fails, with what to do about it
   */
  private static void loadDriver() {
    try {
      if (SQLiteJDBCLoader.initialize()) {
        return;
      }
      throw new UnsatisfiedLinkError("sqlite-jdbc has no library for this platform");
    } catch (Exception | LinkageError e) {
      throw new Configuration(
              "The native SQLite library cannot be loaded. sqlite-jdbc unpacks it into a directory"
                  + " that must be writable and may not be mounted noexec: name one with"
                  + " -Dorg.sqlite.tmpdir=DIRECTORY",
              e)
          .with("reason", "native-library")
          .with(
              "directory",
              System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir", "")));
    }
  }
}

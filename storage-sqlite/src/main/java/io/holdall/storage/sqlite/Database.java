package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.sqlite.Connections.Mode;
import io.holdall.storage.sqlite.Schema.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sqlite.SQLiteErrorCode;

/**
 * The database file: finds out what it is, creates it if it may, and opens connections with the
 * settings they need. They have no busy timeout: see {@link BusyWait}.
 */
final class Database {
  /** What one connection keeps in memory, in KiB. */
  private static final int CACHE_KIBIBYTES = 8192;

  private static final long JOURNAL_BYTES = 64L << 20;

  private final Options options;
  private final Connections connections;
  private final SqlErrors errors;
  private final Mode readMode;

  private Database(Options options, Connections connections, Mode readMode) {
    this.options = options;
    this.connections = connections;
    this.errors = new SqlErrors(options.path());
    this.readMode = readMode;
  }

  /** Makes sure that there is a database of ours. */
  static Database open(Options options, Connections connections) {
    Path file = options.path();
    if (Files.isDirectory(file)) {
      throw new Configuration("The path of the database names a directory; name a file in it")
          .with("file", file);
    }
    boolean missing = !Files.exists(file);
    SqlErrors errors = new SqlErrors(file);
    try {
      if (options.readOnly()) {
        if (missing) {
          throw new Unavailable("There is no database to be opened read-only")
              .with("reason", "not-found")
              .with("file", file);
        }
        Mode mode = readMode(options, connections);
        return new Database(options, connections, mode);
      }
      if (missing) {
        createDirectories(file);
      }
      create(options, connections);
      return new Database(options, connections, Mode.READ);
    } catch (SQLException e) {
      throw SqlErrors.is(e, SQLiteErrorCode.SQLITE_CANTOPEN) && !isWritable(file)
          ? errors.notWritable(e)
          : errors.translate(e);
    }
  }

  private static boolean isWritable(Path file) {
    Path directory = file.getParent();
    return (!Files.exists(file) || Files.isWritable(file))
        && directory != null
        && Files.isWritable(directory);
  }

  Options options() {
    return options;
  }

  SqlErrors errors() {
    return errors;
  }

  /** A connection that can only read. */
  Connection openReader() throws SQLException {
    Connection connection = connections.open(options.path(), readMode);
    try (Statement statement = connection.createStatement()) {
      prepare(statement);
      statement.execute("PRAGMA query_only = ON");
      return connection;
    } catch (SQLException e) {
      throw closing(connection, e);
    }
  }

  /** The connection that writes. */
  Connection openWriter() throws SQLException {
    Connection connection = connections.open(options.path(), Mode.WRITE);
    try (Statement statement = connection.createStatement()) {
      prepare(statement);
      statement.execute("PRAGMA synchronous = " + options.synchronous());
      statement.execute("PRAGMA journal_size_limit = " + JOURNAL_BYTES);
      return connection;
    } catch (SQLException e) {
      throw closing(connection, e);
    }
  }

  /** A connection that can only read this database, but write a copy of it. */
  Connection openCopier() throws SQLException {
    Connection connection = connections.open(options.path(), readMode);
    try (Statement statement = connection.createStatement()) {
      prepare(statement);
      statement.execute("PRAGMA busy_timeout = " + options.busyTimeout().toMillis());
      return connection;
    } catch (SQLException e) {
      throw closing(connection, e);
    }
  }

  private static void prepare(Statement statement) throws SQLException {
    statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
    statement.execute("PRAGMA cell_size_check = ON");
    statement.execute("PRAGMA trusted_schema = OFF");
  }

  private static void create(Options options, Connections connections) throws SQLException {
    BusyWait wait = new BusyWait(options.busyTimeout());
    try (Connection connection = connections.open(options.path(), Mode.WRITE);
        Statement statement = connection.createStatement()) {
      State state = wait.until(() -> Schema.inspect(connection, options.path()));
      if (state == State.EMPTY) {
        statement.execute("PRAGMA page_size = " + Schema.PAGE_BYTES);
        statement.execute("PRAGMA auto_vacuum = NONE");
      }
      wait.until(() -> statement.execute("PRAGMA journal_mode = WAL"));
      if (state == State.EMPTY) {
        wait.until(() -> statement.execute("BEGIN IMMEDIATE"));
        // Another process may have been faster.
        if (Schema.inspect(connection, options.path()) == State.EMPTY) {
          Schema.create(statement);
        }
        statement.execute("COMMIT");
      }
    }
  }

  private static Mode readMode(Options options, Connections connections) throws SQLException {
    try (Connection connection = connections.open(options.path(), Mode.READ)) {
      inspectForReading(connection, options);
      return Mode.READ;
    } catch (SQLException e) {
      if (!SqlErrors.is(e, SQLiteErrorCode.SQLITE_CANTOPEN)
          && !SqlErrors.is(e, SQLiteErrorCode.SQLITE_READONLY)
          && !SqlErrors.isNoRoom(e)) {
        throw e;
      }
      return immutable(options, connections, e);
    }
  }

  /**
   * Without its two companion files, and where they cannot be made, for lack of rights or of room,
   * the database can be read if nothing is left in the journal: then nobody is writing.
   */
  private static Mode immutable(Options options, Connections connections, SQLException cause)
      throws SQLException {
    Path journal = options.path().resolveSibling(options.path().getFileName() + "-wal");
    try {
      if (Files.exists(journal) && Files.size(journal) > 0) {
        throw new Unavailable(
                "The database was not closed, and its journal cannot be read without writing beside"
                    + " it; open it once where it can be written and there is room",
                cause)
            .with("file", options.path());
      }
    } catch (IOException e) {
      throw new Unavailable("The journal of the database cannot be looked at", e)
          .with("file", journal);
    }
    try (Connection connection = connections.open(options.path(), Mode.READ_IMMUTABLE)) {
      inspectForReading(connection, options);
      return Mode.READ_IMMUTABLE;
    }
  }

  private static void inspectForReading(Connection connection, Options options)
      throws SQLException {
    BusyWait wait = new BusyWait(options.busyTimeout());
    if (wait.until(() -> Schema.inspect(connection, options.path())) == State.EMPTY) {
      throw new Unavailable("There is an empty file in the place of a database")
          .with("reason", "not-found")
          .with("file", options.path());
    }
  }

  /** Creates what is missing of the way to the file, each directory durably. */
  private static void createDirectories(Path file) {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path parent = file.getParent();
        parent != null && !Files.isDirectory(parent);
        parent = parent.getParent()) {
      missing.push(parent);
    }
    try {
      for (Path directory : missing) {
        Files.createDirectories(directory);
        Path parent = directory.getParent();
        if (parent != null) {
          force(parent);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new Configuration(
              "On the way to the database there is a file in the place of a directory")
          .with("file", e.getFile());
    } catch (IOException e) {
      throw (isReadOnly(e)
              ? new AccessDenied("The directory for the database may not be created", e)
              : new Unavailable("The directory for the database cannot be created", e))
          .with("file", file);
    }
  }

  private static boolean isReadOnly(IOException e) {
    return e instanceof AccessDeniedException
        || String.valueOf(e.getMessage()).contains("Read-only file system");
  }

  /** Makes the names in a directory durable, on systems that know how to. */
  static void force(Path directory) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Closes a connection that is of no use, and gives back why. */
  static <E extends Exception> E closing(Connection connection, E reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
    return reason;
  }

  /** The error for a row whose checksum is wrong. */
  StorageException damagedRow(String key) {
    return new Corrupt("The row of an entry is damaged: its checksum is wrong")
        .with("file", options.path())
        .with("offset", DamageLocator.offsetOf(options.path(), key))
        .with("key", key);
  }
}

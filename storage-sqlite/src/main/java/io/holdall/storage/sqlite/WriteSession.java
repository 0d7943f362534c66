package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * The connection that writes, with its prepared statements. Not thread-safe; the leading committer
 * uses it.
 */
final class WriteSession implements AutoCloseable {
  private static final String PUT =
      """
      INSERT INTO entries (key, version, checksum, value) VALUES (?, ?, ?, %s)
      ON CONFLICT (key) DO UPDATE SET
        version = excluded.version, checksum = excluded.checksum, value = excluded.value\
      """;

  private static final byte[] NOTHING = {};

  private final Database database;
  private final Connection connection;
  private final BusyWait wait;
  private final RowSeal seal = new RowSeal();
  private final ReadSession reads;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement putText;
  private final PreparedStatement putBlob;
  private final PreparedStatement delete;
  private final Epochs epochs;

  private WriteSession(Database database, Connection connection, Epochs epochs)
      throws SQLException {
    this.database = database;
    this.connection = connection;
    wait = new BusyWait(database.options().busyTimeout());
    this.epochs = epochs;
    reads = new ReadSession(database, connection);
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    putText = connection.prepareStatement(PUT.formatted("CAST(? AS TEXT)"));
    putBlob = connection.prepareStatement(PUT.formatted("?"));
    delete = connection.prepareStatement("DELETE FROM entries WHERE key = ?");
  }

  static WriteSession open(Database database) throws SQLException {
    Connection connection = database.openWriter();
    try {
      return new WriteSession(database, connection, new Epochs(database.options().path()));
    } catch (SQLException e) {
      throw Database.closing(connection, e);
    }
  }

  /**
   * The same connection with new statements: sqlite-jdbc gives up a prepared statement whose
   * execution failed. The old ones go with the connection.
   */
  WriteSession renewed() throws SQLException {
    return new WriteSession(database, connection, epochs);
  }

  /** For reading what the transaction sees. */
  ReadSession reads() {
    return reads;
  }

  Epochs epochs() {
    return epochs;
  }

  /** Begins a transaction that will write, as soon as no other process is writing. */
  void begin() throws SQLException {
    wait.until(begin::execute);
  }

  void commit() throws SQLException {
    commit.execute();
  }

  void rollback() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    }
  }

  /** Takes a new epoch, in a transaction of its own that is durable against a power cut. */
  void takeEpoch() throws SQLException {
    epochs.abandon();
    synchronous("FULL");
    try {
      begin();
      long taken = takeWithin();
      epochs.begin(taken);
    } finally {
      synchronous(database.options().synchronous());
    }
  }

  private long takeWithin() throws SQLException {
    try {
      long taken = epochs.take(connection);
      commit();
      return taken;
    } catch (SQLException e) {
      throw rolledBack(e);
    } catch (StorageException e) {
      throw rolledBack(e);
    }
  }

  private void synchronous(String mode) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = " + mode);
    }
  }

  /** Ends the transaction after an error, and gives back the error. */
  <E extends Exception> E rolledBack(E reason) {
    try {
      rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e); // SQLite may have ended the transaction itself.
    }
    return reason;
  }

  /** Writes what a batch writes, in the transaction. All its puts get one version. */
  CommitResult apply(WriteBatch batch) throws SQLException {
    long number = epochs.next();
    Version version = Version.of(number);
    Map<Key, Version> versions = new HashMap<>();
    for (Operation operation : batch.operations()) {
      if (operation instanceof Put put) {
        put(put.key(), put.value(), number);
        versions.put(put.key(), version);
      } else if (operation instanceof Delete) {
        delete.setString(1, operation.key().encoded());
        delete.executeUpdate();
      }
    }
    return new CommitResult(versions);
  }

  private void put(Key key, Value value, long version) throws SQLException {
    byte[] bytes = value.bytes();
    String encoded = key.encoded();
    PreparedStatement put =
        value.format() == Format.JSON && JsonText.isPlain(bytes) ? putText : putBlob;
    put.setString(1, encoded);
    put.setLong(2, version);
    put.setLong(3, seal.of(encoded, version, bytes, value.format()));
    put.setBytes(4, bytes);
    put.executeUpdate();
    if (bytes.length > ReadSession.PAGE_BYTES) {
      put.setBytes(4, NOTHING); // Nothing large is kept until the next time.
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

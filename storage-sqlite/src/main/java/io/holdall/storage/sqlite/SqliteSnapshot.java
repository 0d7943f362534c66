package io.holdall.storage.sqlite;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.spi.Snapshot;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A read transaction on a connection of its own, begun when the snapshot is taken. As long as it is
 * open, SQLite cannot clear its journal of what came later.
 */
final class SqliteSnapshot implements Snapshot {
  private final Database database;
  private final Runnable released;
  private @Nullable ReadSession session; // guarded by this; null once closed

  private SqliteSnapshot(Database database, ReadSession session, Runnable released) {
    this.database = database;
    this.session = session;
    this.released = released;
  }

  /**
   * Takes a snapshot.
   *
   * @param session a connection that nobody else uses; closed with the snapshot
   * @param released run once, when the snapshot is closed
   */
  static SqliteSnapshot begin(Database database, ReadSession session, Runnable released)
      throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.execute("BEGIN");
      // SQLite fixes what a transaction sees when it reads for the first time.
      new BusyWait(database.options().busyTimeout())
          .until(() -> Schema.number(session.connection(), "SELECT count(*) FROM holdall_state"));
      return new SqliteSnapshot(database, session, released);
    } catch (SQLException e) {
      throw Database.closing(session.connection(), e);
    }
  }

  @Override
  public synchronized List<Optional<Entry>> get(List<Key> keys) {
    return read(session -> session.get(keys));
  }

  @Override
  public synchronized Page scan(Scan scan) {
    return read(session -> session.scan(scan));
  }

  @Override
  public void close() {
    synchronized (this) {
      if (session == null) {
        return;
      }
      try {
        session.close();
      } catch (SQLException e) {
        throw database.errors().translate(e);
      } finally {
        session = null;
      }
    }
    released.run();
  }

  // Called with the lock held.
  private <T> T read(ReaderPool.Work<T> work) {
    ReadSession current = session;
    if (current == null) {
      throw new Closed("The snapshot is closed");
    }
    try {
      return work.run(current);
    } catch (SQLException e) {
      session = renewed(current, e);
      throw database.errors().translate(e);
    }
  }

  /** sqlite-jdbc gives up a statement that failed; the transaction goes on with new ones. */
  private ReadSession renewed(ReadSession failed, SQLException reason) {
    try {
      return new ReadSession(database, failed.connection());
    } catch (SQLException e) {
      reason.addSuppressed(e);
      return failed;
    }
  }
}

package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The connections for reading: made when they are needed, at most so many, handed out in the order
 * in which callers came. Nobody waits longer than others read: an interrupted caller keeps its flag
 * and goes on waiting.
 */
final class ReaderPool {
  private final Database database;
  private final int size;
  private final Semaphore permits;
  private final BusyWait wait;
  private final ConcurrentLinkedDeque<ReadSession> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  ReaderPool(Database database) {
    this.database = database;
    this.size = database.options().readers();
    this.permits = new Semaphore(size, true);
    this.wait = new BusyWait(database.options().busyTimeout());
  }

  /** What to do with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(ReadSession session) throws SQLException;
  }

  /** Runs the work on a connection of its own. */
  <T> T read(Work<T> work) {
    permits.acquireUninterruptibly();
    try {
      if (closed) {
        throw new Closed("The store is closed");
      }
      ReadSession session = idle.pollFirst();
      boolean usable = false;
      try {
        if (session == null) {
          session = open();
        }
        ReadSession mine = session;
        // Also after a crash, while another process recovers the journal.
        T result = wait.until(() -> work.run(mine));
        usable = true;
        return result;
      } catch (SQLException e) {
        throw database.errors().translate(e);
      } finally {
        if (usable) {
          idle.addFirst(session);
        } else if (session != null) {
          discard(session);
        }
      }
    } finally {
      permits.release();
    }
  }

  /** A connection outside of the pool; the caller closes it. */
  ReadSession open() throws SQLException {
    // Preparing statements reads the schema, so it too may have to wait.
    return wait.until(this::openOnce);
  }

  private ReadSession openOnce() throws SQLException {
    Connection connection = database.openReader();
    try {
      return new ReadSession(database, connection);
    } catch (SQLException e) {
      throw Database.closing(connection, e);
    }
  }

  /**
   * Waits for the reads under way and closes every connection. Those who wait for one get {@code
   * Closed}.
   */
  Optional<StorageException> close() {
    closed = true;
    permits.acquireUninterruptibly(size);
    try {
      Optional<StorageException> problem = Optional.empty();
      for (ReadSession session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
        Optional<StorageException> failed = discard(session);
        problem = problem.isPresent() ? problem : failed;
      }
      return problem;
    } finally {
      permits.release(size);
    }
  }

  private Optional<StorageException> discard(ReadSession session) {
    try {
      session.close();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(database.errors().translate(e));
    }
  }
}

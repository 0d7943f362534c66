package io.holdall.storage.sqlite;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;

/** Runs the queries of {@link Sql}, each on a connection of its own. */
final class SqlQueries implements Sql {
  /** SQLite asks after so many steps of its machine whether to go on: well below a millisecond. */
  private static final int STEPS = 10_000;

  private final Database database;
  private final Set<Query> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  SqlQueries(Database database) {
    this.database = database;
  }

  @Override
  public Rows query(String sql, List<?> parameters, Duration timeout) {
    SqlText.requireQuery(sql);
    Query query = new Query(timeout);
    open.add(query);
    try {
      if (closed) {
        throw new Closed("The store is closed");
      }
      query.start(sql, parameters);
      return query;
    } catch (RuntimeException | Error e) {
      query.close();
      throw e;
    }
  }

  /** Ends all queries; whoever reads one gets {@code Closed}. */
  void close() {
    closed = true;
    open.forEach(Query::end);
  }

  private final class Query implements Rows {
    private final long deadline;
    private volatile @Nullable String stopped;

    // Guarded by this.
    private @Nullable Connection connection;
    private @Nullable ResultSet rows;
    private List<String> columns = List.of();

    Query(Duration timeout) {
      deadline = System.nanoTime() + timeout.toNanos();
    }

    synchronized void start(String sql, List<?> parameters) {
      try {
        Connection opened = database.openReader();
        connection = opened;
        opened.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        ProgressHandler.setHandler(opened, STEPS, new Watch());
        BusyWait wait = new BusyWait(database.options().busyTimeout());
        PreparedStatement statement = wait.until(() -> opened.prepareStatement(sql));
        bind(statement, parameters);
        columns = names(statement);
        rows = wait.until(statement::executeQuery);
      } catch (SQLException e) {
        throw translate(e);
      }
    }

    @Override
    public synchronized List<String> columns() {
      return columns;
    }

    @Override
    public synchronized Optional<List<@Nullable Object>> next() {
      ResultSet current = rows;
      if (closed || current == null) {
        throw new Closed(closed ? "The store is closed" : "The query is closed");
      }
      try {
        requireRunning();
        if (!current.next()) {
          return Optional.empty();
        }
        List<@Nullable Object> row = new ArrayList<>(columns.size());
        for (int i = 1; i <= columns.size(); i++) {
          row.add(cell(current, i));
        }
        return Optional.of(Collections.unmodifiableList(row));
      } catch (SQLException e) {
        throw translate(e);
      }
    }

    @Override
    public void cancel() {
      stopped = "cancelled";
    }

    @Override
    public void close() {
      end();
      open.remove(this);
    }

    void end() {
      cancel(); // So that whoever is inside comes out.
      synchronized (this) {
        rows = null;
        if (connection != null) {
          try {
            connection.close();
          } catch (SQLException e) {
            throw database.errors().translate(e);
          } finally {
            connection = null;
          }
        }
      }
    }

    private void requireRunning() {
      if (stopped != null || System.nanoTime() - deadline > 0) {
        throw ended(null);
      }
    }

    private StorageException ended(@Nullable SQLException cause) {
      if (closed) {
        return new Closed("The store is closed");
      }
      String text =
          stopped == null ? "The query took longer than it may" : "The query was cancelled";
      Unavailable ended = cause == null ? new Unavailable(text) : new Unavailable(text, cause);
      return ended.with("reason", stopped == null ? "timeout" : "cancelled");
    }

    private StorageException translate(SQLException e) {
      if (SqlErrors.is(e, SQLiteErrorCode.SQLITE_INTERRUPT)) {
        return ended(e);
      }
      if (SqlErrors.is(e, SQLiteErrorCode.SQLITE_READONLY)) {
        return SqlText.cannotChange(e);
      }
      if (SqlErrors.is(e, SQLiteErrorCode.SQLITE_ERROR)
          || SqlErrors.is(e, SQLiteErrorCode.SQLITE_RANGE)
          || SqlErrors.is(e, SQLiteErrorCode.SQLITE_MISMATCH)) {
        return new InvalidArgument("The query failed: " + e.getMessage(), e);
      }
      return database.errors().translate(e);
    }

    /** Stops SQLite when the time is over or the query is cancelled. */
    private final class Watch extends ProgressHandler {
      @Override
      protected int progress() {
        return stopped != null || System.nanoTime() - deadline > 0 ? 1 : 0;
      }
    }
  }

  private static List<String> names(PreparedStatement statement) throws SQLException {
    ResultSetMetaData meta = statement.getMetaData();
    int count;
    try {
      count = meta.getColumnCount();
    } catch (SQLException e) { // So sqlite-jdbc says that there are no columns.
      throw SqlText.cannotChange(e);
    }
    List<String> names = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      names.add(meta.getColumnLabel(i));
    }
    return List.copyOf(names);
  }

  private static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
    int expected = statement.getParameterMetaData().getParameterCount();
    if (expected != parameters.size()) {
      throw new InvalidArgument("The query has another number of parameters than it was given")
          .with("expected", expected)
          .with("given", parameters.size());
    }
    for (int i = 0; i < expected; i++) {
      Object parameter = parameters.get(i);
      if (parameter == null
          || parameter instanceof String
          || parameter instanceof Number
          || parameter instanceof Boolean
          || parameter instanceof byte[]) {
        statement.setObject(i + 1, parameter);
      } else {
        throw new InvalidArgument("A parameter is a string, number, truth value, bytes or null")
            .with("parameter", i + 1)
            .with("type", parameter.getClass().getName());
      }
    }
  }

  private static @Nullable Object cell(ResultSet row, int column) throws SQLException {
    Object cell = row.getObject(column);
    return cell instanceof Integer number ? Long.valueOf(number) : cell;
  }
}

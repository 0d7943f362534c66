package io.holdall.storage.sqlite;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Real connections whose COMMITs fail on demand. */
final class FaultyConnections implements Connections {
  /** What happens to a COMMIT. */
  enum Fault {
    /** It is not executed and fails. */
    BEFORE,
    /** It is executed, and its answer lost. */
    AFTER,
    NONE
  }

  private record Planned(Fault fault, SQLiteErrorCode code) {}

  private final Queue<Planned> plan = new ConcurrentLinkedQueue<>();
  private final Deque<Connection> writers = new ArrayDeque<>();

  /** The next COMMIT without a plan of its own fares so. */
  FaultyConnections then(Fault fault, SQLiteErrorCode code) {
    plan.add(new Planned(fault, code));
    return this;
  }

  /** Executes a statement on the connection that writes. */
  void onWriter(String sql) throws SQLException {
    try (Statement statement = writers.getLast().createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public Connection open(Path file, Mode mode) throws SQLException {
    Connection connection = Connections.direct(file, mode);
    if (mode != Mode.WRITE) {
      return connection;
    }
    writers.add(connection);
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(connection, arguments);
                return result instanceof PreparedStatement statement
                        && "COMMIT".equals(arguments[0])
                    ? faulty(statement)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private PreparedStatement faulty(PreparedStatement commit) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              try {
                if (!method.getName().equals("execute")) {
                  return method.invoke(commit, arguments);
                }
                Planned next = plan.poll();
                if (next == null || next.fault() == Fault.NONE) {
                  return commit.execute();
                }
                if (next.fault() == Fault.AFTER) {
                  commit.execute();
                }
                commit.close(); // As sqlite-jdbc does with a statement that failed.
                throw new SQLiteException("made up for a test", next.code());
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}

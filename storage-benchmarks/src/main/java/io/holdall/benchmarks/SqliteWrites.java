package io.holdall.benchmarks;

import io.holdall.storage.Storage;
import io.holdall.storage.Version;
import io.holdall.storage.sqlite.SqliteBackend;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Durable commits of one entry: the backend, and JDBC with the same pragmas. */
public class SqliteWrites {
  /** The backend, shared by all threads. */
  @State(Scope.Benchmark)
  public static class Holdall {
    private final Folder folder = new Folder();
    private final AtomicLong next = new AtomicLong();
    private final Storage storage = Storage.of(SqliteBackend.open(folder.file("holdall.db")));

    Version put() {
      return storage.put(Payload.key(next.getAndIncrement()), Payload.value());
    }

    /** Removes the database. */
    @TearDown
    public void close() {
      storage.close();
      folder.close();
    }
  }

  /** The database file that all connections of a run share. */
  @State(Scope.Benchmark)
  public static class Database {
    private final Folder folder = new Folder();
    private final AtomicLong next = new AtomicLong();

    /** Removes the database. */
    @TearDown
    public void close() {
      folder.close();
    }
  }

  /** A connection for each thread, committing for itself. */
  @State(Scope.Thread)
  public static class Jdbc {
    private Connection connection;
    private PreparedStatement insert;

    /** Connects. */
    @Setup
    public void open(Database database) throws SQLException {
      connection = RawSqlite.open(database.folder.file("raw.db"));
      insert = connection.prepareStatement(RawSqlite.INSERT);
    }

    int put(Database database) throws SQLException {
      long n = database.next.getAndIncrement();
      insert.setString(1, Payload.key(n).encoded());
      insert.setLong(2, n);
      insert.setString(3, Payload.json());
      return insert.executeUpdate();
    }

    /** Disconnects. */
    @TearDown
    public void close() throws SQLException {
      insert.close();
      connection.close();
    }
  }

  /** Sixteen connections, one for each thread. */
  @State(Scope.Benchmark)
  public static class SixteenJdbc {
    private final List<Jdbc> connections = new ArrayList<>();

    /** Connects. */
    @Setup
    public void open(Database database) throws SQLException {
      for (int i = 0; i < 16; i++) {
        Jdbc connection = new Jdbc();
        connection.open(database);
        connections.add(connection);
      }
    }

    /** Disconnects. */
    @TearDown
    public void close() throws SQLException {
      for (Jdbc connection : connections) {
        connection.close();
      }
    }
  }

  /** The backend, one thread. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Version commitHoldall(Holdall holdall) {
    return holdall.put();
  }

  /** JDBC, one thread. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int commitJdbc(Database database, Jdbc jdbc) throws SQLException {
    return jdbc.put(database);
  }

  /** The backend, 16 threads. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(Crowd.OPERATIONS)
  public int commit16Holdall(Crowd crowd, Holdall holdall) throws Exception {
    return crowd.run(holdall::put);
  }

  /** JDBC, 16 threads with a connection each. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(Crowd.OPERATIONS)
  public int commit16Jdbc(Crowd crowd, Database database, SixteenJdbc jdbc) throws Exception {
    return crowd.run(
        jdbc.connections.stream()
            .map(connection -> (Callable<Integer>) () -> connection.put(database))
            .toList());
  }
}

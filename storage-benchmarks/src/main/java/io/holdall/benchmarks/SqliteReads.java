package io.holdall.benchmarks;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads from a hundred sessions of 1,000 messages: the backend, and JDBC on a table of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SqliteReads {
  private static final int SESSIONS = 100;
  private static final int MESSAGES = 1_000;
  private static final int LAST = 50;

  private final Folder folder = new Folder();
  private final Storage storage = Storage.of(SqliteBackend.open(folder.file("holdall.db")));
  private Connection connection;
  private PreparedStatement select;
  private PreparedStatement last;

  /** What a reader of JDBC would make of a row. */
  record Row(String key, long version, int format, ByteBuffer value) {}

  /** Writes the same entries to both. */
  @Setup
  public void fill() throws SQLException {
    connection = RawSqlite.open(folder.file("raw.db"));
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement(RawSqlite.INSERT)) {
      for (int session = 0; session < SESSIONS; session++) {
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int n = 0; n < MESSAGES; n++) {
          String json = Payload.json();
          batch.put(messages(session).child(n), Value.json(json));
          insert.setString(1, messages(session).child(n).encoded());
          insert.setLong(2, n);
          insert.setString(3, json);
          insert.executeUpdate();
        }
        storage.commit(batch.build());
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    select = connection.prepareStatement(RawSqlite.SELECT);
    last = connection.prepareStatement(RawSqlite.LAST);
  }

  /** Removes the databases. */
  @TearDown
  public void close() throws SQLException {
    connection.close();
    storage.close();
    folder.close();
  }

  /** One entry by its key, from the backend. */
  @Benchmark
  public Optional<Entry> pointHoldall() {
    return storage.get(randomKey());
  }

  /** One row by its key, by JDBC. */
  @Benchmark
  public Row pointJdbc() throws SQLException {
    Key key = randomKey();
    select.setString(1, key.encoded());
    try (ResultSet rows = select.executeQuery()) {
      rows.next();
      return new Row(
          key.encoded(), rows.getLong(1), rows.getInt(2), ByteBuffer.wrap(rows.getBytes(3)));
    }
  }

  /** The last 50 of 1,000 messages, from the backend. */
  @Benchmark
  public Page last50Holdall() {
    return storage.scan(Scan.under(messages(randomSession())).reversed().limit(LAST));
  }

  /** The last 50 of 1,000 rows, by JDBC. */
  @Benchmark
  public List<Row> last50Jdbc() throws SQLException {
    KeyRange range = KeyRange.under(messages(randomSession()));
    last.setString(1, range.from());
    last.setString(2, range.to());
    last.setInt(3, LAST);
    List<Row> page = new ArrayList<>(LAST);
    try (ResultSet rows = last.executeQuery()) {
      while (rows.next()) {
        page.add(
            new Row(
                rows.getString(1),
                rows.getLong(2),
                rows.getInt(3),
                ByteBuffer.wrap(rows.getBytes(4))));
      }
    }
    return page;
  }

  private static Key randomKey() {
    return messages(randomSession()).child(ThreadLocalRandom.current().nextInt(MESSAGES));
  }

  private static int randomSession() {
    return ThreadLocalRandom.current().nextInt(SESSIONS);
  }

  private static Key messages(int session) {
    return Key.of("conversations", "session_" + session, "messages");
  }
}

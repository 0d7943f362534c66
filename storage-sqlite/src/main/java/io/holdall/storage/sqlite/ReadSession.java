package io.holdall.storage.sqlite;

import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements for reading entries. Every row's checksum is tested
 * before anything of it is handed out.
 *
 * <p>A key that is not found, and the ends of a scan, are not believed at once: a damaged key in
 * the index can lead the search astray, but then it stands right beside the place where the search
 * ended. So the neighbours of that place are tested too.
 *
 * <p>Not thread-safe.
 */
final class ReadSession implements AutoCloseable {
  /** A page of a scan ends early after so many bytes of values. */
  static final long PAGE_BYTES = 1 << 20;

  private static final String HEAD = "SELECT key, version, checksum";
  private static final String RANGE = " FROM entries WHERE key >= ? AND key < ? ORDER BY key ";

  private final Connection connection;
  private final Database database;
  private final RowSeal seal = new RowSeal();
  private final PreparedStatement one;
  private final PreparedStatement forward;
  private @Nullable PreparedStatement backward;
  private @Nullable PreparedStatement forwardKeys;
  private @Nullable PreparedStatement backwardKeys;
  private @Nullable PreparedStatement before;
  private @Nullable PreparedStatement from;

  ReadSession(Database database, Connection connection) throws SQLException {
    this.database = database;
    this.connection = connection;
    one = connection.prepareStatement("SELECT version, checksum, value FROM entries WHERE key = ?");
    forward = connection.prepareStatement(HEAD + ", value" + RANGE + "LIMIT ?");
  }

  Connection connection() {
    return connection;
  }

  /** Work that reads of one moment. */
  @FunctionalInterface
  interface Reading {
    void run() throws SQLException;
  }

  /** Runs the work in a transaction that reads only, so that all of it sees one moment. */
  void inTransaction(Reading reading) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      try {
        reading.run();
      } finally {
        statement.execute("ROLLBACK");
      }
    }
  }

  List<Optional<Entry>> get(List<Key> keys) throws SQLException {
    if (keys.size() == 1) {
      return List.of(Optional.ofNullable(get(keys.get(0))));
    }
    List<Optional<Entry>> entries = new ArrayList<>(keys.size());
    for (Key key : keys) {
      entries.add(Optional.ofNullable(get(key)));
    }
    return entries;
  }

  private @Nullable Entry get(Key key) throws SQLException {
    one.setString(1, key.encoded());
    try (ResultSet row = one.executeQuery()) {
      if (row.next()) {
        long number = row.getLong(1);
        return Entry.of(
            key, value(key.encoded(), number, row.getLong(2), row.getBytes(3)), Version.of(number));
      }
    }
    testNeighbours(key.encoded());
    return null;
  }

  /** The version of the key's entry, or null if there is none; the value is not touched. */
  @Nullable Version version(Key key) throws SQLException {
    // One search for the entry finds its neighbour where there is none.
    Version found = firstFrom(key.encoded());
    if (found == null) {
      testBefore(key.encoded());
    }
    return found;
  }

  Page scan(Scan scan) throws SQLException {
    KeyRange range = scan.range();
    if (range.isEmpty()) {
      return new Page(List.of(), false);
    }
    PreparedStatement statement = statement(scan);
    statement.setString(1, range.from());
    statement.setString(2, range.to());
    statement.setLong(3, scan.limit() + 1L);
    List<Entry> entries = new ArrayList<>(Math.min(scan.limit(), 64));
    boolean more = false;
    try (ResultSet rows = statement.executeQuery()) {
      long bytes = 0;
      String last = null;
      while (rows.next()) {
        if (entries.size() == scan.limit() || bytes > PAGE_BYTES) {
          more = true;
          break;
        }
        Entry entry = entry(rows, scan.isKeysOnly());
        testOrder(last, entry.key().encoded(), scan.isReverse());
        last = entry.key().encoded();
        bytes += entry.hasValue() ? entry.value().length() : 0;
        entries.add(entry);
      }
    }
    testEnds(range, entries, more, scan.isReverse());
    return new Page(entries, more);
  }

  private Entry entry(ResultSet row, boolean keysOnly) throws SQLException {
    String text = new String(row.getBytes(1), StandardCharsets.ISO_8859_1);
    long number = row.getLong(2);
    long checksum = row.getLong(3);
    if (keysOnly) {
      testHead(text, number, checksum);
      return Entry.withoutValue(key(text), Version.of(number));
    }
    Value value = value(text, number, checksum, row.getBytes(4));
    return Entry.of(key(text), value, Version.of(number));
  }

  private PreparedStatement statement(Scan scan) throws SQLException {
    if (scan.isReverse()) {
      if (scan.isKeysOnly()) {
        if (backwardKeys == null) {
          backwardKeys = connection.prepareStatement(HEAD + RANGE + "DESC LIMIT ?");
        }
        return backwardKeys;
      }
      if (backward == null) {
        backward = connection.prepareStatement(HEAD + ", value" + RANGE + "DESC LIMIT ?");
      }
      return backward;
    }
    if (scan.isKeysOnly()) {
      if (forwardKeys == null) {
        forwardKeys = connection.prepareStatement(HEAD + RANGE + "LIMIT ?");
      }
      return forwardKeys;
    }
    return forward;
  }

  private Value value(String key, long number, long checksum, byte[] bytes) {
    Format format = seal.formatOf(key, number, checksum);
    if (format == null || bytes == null || !seal.covers(bytes, checksum)) {
      throw database.damagedRow(key);
    }
    return Value.owning(bytes, format);
  }

  private void testHead(String key, long number, long checksum) {
    if (seal.formatOf(key, number, checksum) == null) {
      throw database.damagedRow(key);
    }
  }

  private Key key(String encoded) {
    try {
      return Key.parse(encoded);
    } catch (InvalidArgument e) {
      throw (StorageException) database.damagedRow("?").initCause(e);
    }
  }

  private void testOrder(@Nullable String last, String next, boolean reverse) {
    if (last != null && (reverse ? last.compareTo(next) <= 0 : last.compareTo(next) >= 0)) {
      throw database.damagedRow(next);
    }
  }

  private void testNeighbours(String key) throws SQLException {
    testBefore(key);
    testFrom(key);
  }

  /** Tests what stands outside of the page, where its search began and where it ended. */
  private void testEnds(KeyRange range, List<Entry> entries, boolean more, boolean reverse)
      throws SQLException {
    if (reverse) {
      testFrom(range.to());
      if (!more) {
        testBefore(entries.isEmpty() ? range.to() : last(entries));
      }
    } else {
      testBefore(range.from());
      if (!more) {
        testFrom(entries.isEmpty() ? range.from() : last(entries) + '!');
      }
    }
  }

  private static String last(List<Entry> entries) {
    return entries.get(entries.size() - 1).key().encoded();
  }

  private void testBefore(String bound) throws SQLException {
    if (before == null) {
      before =
          connection.prepareStatement(
              HEAD + " FROM entries WHERE key < ? ORDER BY key DESC LIMIT 1");
    }
    before.setString(1, bound);
    try (ResultSet row = before.executeQuery()) {
      if (row.next() && testedKey(row).compareTo(bound) >= 0) {
        throw database.damagedRow(testedKey(row));
      }
    }
  }

  private void testFrom(String bound) throws SQLException {
    firstFrom(bound);
  }

  /** Tests the first row from here on; its version if it stands exactly here, else null. */
  private @Nullable Version firstFrom(String bound) throws SQLException {
    if (from == null) {
      from =
          connection.prepareStatement(HEAD + " FROM entries WHERE key >= ? ORDER BY key LIMIT 1");
    }
    from.setString(1, bound);
    try (ResultSet row = from.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      String key = testedKey(row);
      int order = key.compareTo(bound);
      if (order < 0) {
        throw database.damagedRow(key);
      }
      return order == 0 ? Version.of(row.getLong(2)) : null;
    }
  }

  private String testedKey(ResultSet row) throws SQLException {
    String key = new String(row.getBytes(1), StandardCharsets.ISO_8859_1);
    testHead(key, row.getLong(2), row.getLong(3));
    return key;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

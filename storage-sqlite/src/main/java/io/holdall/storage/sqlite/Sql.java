package io.holdall.storage.sqlite;

import io.holdall.storage.spi.ReadingExtension;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries in SQL over the entries of an SQLite store, read-only.
 *
 * <pre>{@code
 * Sql sql = storage.extension(Sql.class).orElseThrow();
 * try (Sql.Rows rows = sql.query(
 *     "SELECT name, value->>'$.role' AS role FROM json_entries WHERE parent = ?",
 *     List.of("conversations/s1/messages"))) {
 *   for (Optional<List<Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
 *     System.out.println(row.get().get(1));
 *   }
 * }
 * }</pre>
 *
 * <p>The table {@code entries} has the columns {@code key}, {@code version}, {@code checksum} and
 * {@code value}, which is text for JSON; the view {@code json_entries} adds {@code collection},
 * {@code parent} and {@code name} (the parts of the key, still encoded) and leaves out what is not
 * JSON. What a query returns is not tested against the checksums.
 *
 * <p>Thread-safe; what {@link #query} returns is not, except for its {@code cancel}.
 */
public interface Sql extends ReadingExtension {
  /** How long a query takes at most when nothing else is said. */
  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** Runs a query for at most {@link #DEFAULT_TIMEOUT}; see the other method. */
  default Rows query(String sql, List<?> parameters) {
    return query(sql, parameters, DEFAULT_TIMEOUT);
  }

  /**
   * Runs one query on a connection of its own, which cannot write.
   *
   * @param parameters for each question mark a {@code String}, {@code Number}, {@code Boolean},
   *     {@code byte[]} or null
   * @param timeout how long it may take from now until its last row is read
   * @throws io.holdall.storage.StorageException.InvalidArgument if SQLite does not understand the
   *     query (its message is in the text), it is more than one statement, or the number or types
   *     of the parameters do not fit
   * @throws io.holdall.storage.StorageException.AccessDenied if it would change the database
   * @throws io.holdall.storage.StorageException.Unavailable if the time is over
   */
  Rows query(String sql, List<?> parameters, Duration timeout);

  /** The rows of a query, read one by one; close it to free its connection. */
  interface Rows extends AutoCloseable {
    /** The names of the columns. */
    List<String> columns();

    /**
     * The next row, a {@code String}, {@code Long}, {@code Double}, {@code byte[]} or null for each
     * column; empty after the last one.
     *
     * @throws io.holdall.storage.StorageException.Unavailable if the time is over or the query was
     *     cancelled
     * @throws io.holdall.storage.StorageException.InvalidArgument if evaluating it fails, such as
     *     for JSON functions over what is not JSON
     * @throws io.holdall.storage.StorageException.Closed if the store was closed
     */
    Optional<List<@Nullable Object>> next();

    /** Ends the query early; from any thread. */
    void cancel();

    /** Frees the connection; closing twice is harmless. */
    @Override
    void close();
  }
}

package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTest {
  private static final String ENDLESS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n";

  @TempDir Path directory;
  private Storage storage = Storage.inMemory();

  @BeforeEach
  void open() {
    storage = Storage.of(SqliteBackend.open(directory.resolve("store.db")));
    for (int i = 0; i < 3; i++) {
      storage.put(
          Key.of("conversations", "s1", "messages").child(i),
          Value.json("{\"role\":\"" + (i % 2 == 0 ? "user" : "assistant") + "\"}"));
    }
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void rowsHaveNamesTypesAndParameters() {
    try (Sql.Rows rows =
        sql()
            .query(
                "SELECT name, 1 AS one, 1.5, NULL, x'00ff' FROM json_entries"
                    + " WHERE value->>'$.role' = ? ORDER BY key -- the last; really",
                List.of("user"))) {
      assertThat(rows.columns()).startsWith("name", "one");
      List<List<@Nullable Object>> all = all(rows);
      assertThat(all).hasSize(2);
      assertThat(all.get(1)).startsWith("000000000002", 1L, 1.5, null);
      assertThat(all.get(1).get(4)).isEqualTo(new byte[] {0, -1});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM entries",
        "delete from entries returning key;",
        "/* only */ -- looking\n DELETE FROM entries",
        "\uFEFFDELETE FROM entries",
        "WITH old AS (SELECT key FROM entries) DELETE FROM entries WHERE key IN old",
        "WITH old AS (SELECT key FROM entries) DELETE FROM entries RETURNING key",
        "INSERT INTO entries VALUES ('a', 1, 1, 'x') RETURNING key",
        "WITH one AS (SELECT 'a') INSERT INTO entries SELECT *, 1, 1, 1 FROM one",
        "REPLACE INTO entries VALUES ('a', 1, 1, 'x')",
        "UPDATE entries SET version = 1 RETURNING key",
        "ALTER TABLE entries RENAME TO others",
        "DROP TABLE entries",
        "CREATE TABLE mine (x)",
        "CREATE TEMP TABLE mine (x)",
        "REINDEX",
        "ANALYZE",
        "BEGIN IMMEDIATE",
        "SAVEPOINT here",
        "DETACH main",
        "VACUUM",
      })
  void writingIsRefused(String statement) {
    assertRefused(statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA user_version = 7",
        "PRAGMA main.user_version(7)",
        "PRAGMA \"user_version\" = 7",
        "PRAGMA/**/journal_mode=DELETE",
        "PRAGMA journal_mode(delete)",
        "EXPLAIN PRAGMA journal_mode=DELETE",
        "EXPLAIN QUERY PLAN PRAGMA journal_mode=DELETE",
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA optimize",
        "PRAGMA temp_store_directory = '.'",
        "PRAGMA hard_heap_limit = 1",
        "PRAGMA",
      })
  void pragmasThatDoSomethingAreRefused(String statement) {
    assertRefused(statement);
  }

  private void assertRefused(String statement) {
    assertThatThrownBy(
            () -> {
              try (Sql.Rows rows = sql().query(statement, List.of())) {
                all(rows);
              }
            })
        .asInstanceOf(InstanceOfAssertFactories.type(AccessDenied.class))
        .satisfies(e -> assertThat(e.attribute("reason")).contains("query"))
        .satisfies(e -> assertThat(e.text()).contains("can only read"));
    assertThat(rowsOf("SELECT name FROM sqlite_schema WHERE sql LIKE '%mine%'")).isEmpty();
    assertThat(rowsOf("PRAGMA user_version"))
        .containsExactly(List.of((long) Schema.FORMAT_VERSION));
    assertThat(rowsOf("PRAGMA journal_mode")).containsExactly(List.of("wal"));
    assertThat(storage.count(Scan.all())).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA table_info(entries)",
        "PRAGMA main.page_count;",
        "pragma integrity_check",
        "EXPLAIN QUERY PLAN SELECT key FROM entries",
        "EXPLAIN DELETE FROM entries WHERE key = 'a'",
        "VALUES (1)",
        ";; SELECT 'DELETE; FROM' AS \"DROP;\" -- ; VACUUM",
        "SELECT replace(key, 'a', 'b') FROM entries",
      })
  void whatOnlyReadsIsAnswered(String statement) {
    assertThat(rowsOf(statement)).isNotEmpty();
  }

  @Test
  void aCopyOfTheDatabaseCannotBeWritten() {
    Path copy = directory.resolve("copy.db");
    assertRefused("VACUUM INTO '" + copy + "'");
    assertRefused("VACUUM main INTO '" + copy + "'");
    assertThat(copy).doesNotExist();
  }

  @Test
  void anotherFileCannotBeAttached() {
    assertThatThrownBy(() -> sql().query("ATTACH ? AS other", List.of("x.db")))
        .isInstanceOf(AccessDenied.class);
    assertThat(directory.resolve("x.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -- nothing",
        ";",
        "SELEC 1",
        "EXPLAIN",
        "SELECT missing FROM entries",
        "SELECT 1; SELECT 2",
        "SELECT 1; DELETE FROM entries",
        "SELECT ?",
      })
  void whatSqliteDoesNotUnderstandIsAnInvalidArgument(String query) {
    assertThatThrownBy(() -> sql().query(query, List.of())).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void sqlitesOwnMessageIsInTheText() {
    assertThatThrownBy(() -> sql().query("SELECT missing FROM entries", List.of()))
        .hasMessageContaining("no such column: missing");
  }

  @Test
  void aParameterOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> sql().query("SELECT ?", List.of(directory)))
        .isInstanceOf(InvalidArgument.class);
    try (Sql.Rows rows = sql().query("SELECT ?", Arrays.asList((Object) null))) {
      assertThat(all(rows)).hasSize(1);
    }
  }

  @Test
  void anEndlessQueryEndsWhenItsTimeIsOver() {
    assertThatThrownBy(() -> sql().query(ENDLESS, List.of(), Duration.ofMillis(50)))
        .asInstanceOf(InstanceOfAssertFactories.type(Unavailable.class))
        .satisfies(e -> assertThat(e.attribute("reason")).contains("timeout"));
  }

  @Test
  void aCancelledQueryEnds() {
    try (Sql.Rows rows = sql().query("SELECT key FROM entries", List.of())) {
      assertThat(rows.next()).isPresent();
      rows.cancel();
      assertThatThrownBy(rows::next)
          .asInstanceOf(InstanceOfAssertFactories.type(Unavailable.class))
          .satisfies(e -> assertThat(e.attribute("reason")).contains("cancelled"));
    }
  }

  @Test
  void closingTheStoreEndsOpenQueries() {
    Sql sql = sql();
    try (Sql.Rows rows = sql.query("SELECT key FROM entries", List.of())) {
      storage.close();

      assertThatThrownBy(rows::next).isInstanceOf(Closed.class);
    }
    assertThatThrownBy(() -> sql.query("SELECT 1", List.of())).isInstanceOf(Closed.class);
  }

  private List<List<@Nullable Object>> rowsOf(String query) {
    try (Sql.Rows rows = sql().query(query, List.of())) {
      return all(rows);
    }
  }

  private Sql sql() {
    return storage.extension(Sql.class).orElseThrow();
  }

  private static List<List<@Nullable Object>> all(Sql.Rows rows) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
      all.add(row.get());
    }
    return all;
  }
}

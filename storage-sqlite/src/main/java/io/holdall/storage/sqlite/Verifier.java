package io.holdall.storage.sqlite;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.spi.StoreMaintenance.Damage;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;

/** Reads all of a database: SQLite's own check of its pages, then every row's checksum. */
final class Verifier {
  private static final Pattern PAGE = Pattern.compile("(?i)\\bpage (\\d+)");
  private static final int MOST_PROBLEMS = 1000;

  private final Path file;
  private final Connection connection;
  private final List<Damage> damages = new ArrayList<>();
  private long entries;

  Verifier(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  Verification run(ProgressListener progress) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN");
      try {
        attempt(this::pages);
        attempt(() -> rows(progress));
        attempt(this::state);
      } finally {
        statement.execute("ROLLBACK");
      }
    }
    return new Verification(entries, damages);
  }

  private void attempt(BusyWait.Call<Integer> check) throws SQLException {
    try {
      check.run();
    } catch (SQLException e) {
      if (!SqlErrors.is(e, SQLiteErrorCode.SQLITE_CORRUPT)
          && !SqlErrors.is(e, SQLiteErrorCode.SQLITE_NOTADB)
          && !SqlErrors.is(e, SQLiteErrorCode.SQLITE_ERROR)) {
        throw e;
      }
      damages.add(damage(-1, "SQLite cannot read on from here: " + SqlErrors.code(e).name()));
    }
  }

  private int pages() throws SQLException {
    long pageBytes = Schema.pragma(connection, "page_size");
    try (Statement statement = connection.createStatement();
        ResultSet problems =
            statement.executeQuery("PRAGMA integrity_check(" + MOST_PROBLEMS + ")")) {
      while (problems.next()) {
        String problem = problems.getString(1);
        if (!problem.equals("ok")) {
          Matcher page = PAGE.matcher(problem);
          long offset = page.find() ? (Long.parseLong(page.group(1)) - 1) * pageBytes : -1;
          damages.add(damage(offset, problem.strip()));
        }
      }
    }
    return 0;
  }

  private int rows(ProgressListener progress) throws SQLException {
    Set<String> damaged = new LinkedHashSet<>();
    try {
      return rows(damaged, progress);
    } finally {
      Map<String, Long> offsets = DamageLocator.offsetsOf(file, damaged);
      for (String key : damaged) {
        damages.add(
            damage(offsets.getOrDefault(key, 0L), "A row is damaged: its checksum is wrong"));
      }
    }
  }

  private int rows(Set<String> damaged, ProgressListener progress) throws SQLException {
    RowSeal seal = new RowSeal();
    try (PreparedStatement query =
            connection.prepareStatement(
                "SELECT key, version, checksum, value FROM entries NOT INDEXED");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        byte[] name = rows.getBytes(1);
        String key = name == null ? "" : new String(name, StandardCharsets.ISO_8859_1);
        long checksum = rows.getLong(3);
        byte[] value = rows.getBytes(4);
        if (value == null
            || seal.formatOf(key, rows.getLong(2), checksum) == null
            || !seal.covers(value, checksum)) {
          damaged.add(key);
        } else {
          entries++;
        }
        progress.progress(entries, -1);
      }
    }
    return 0;
  }

  private int state() throws SQLException {
    try {
      Epochs.last(connection, file);
    } catch (Corrupt e) {
      damages.add(damage(-1, e.text()));
    }
    return 0;
  }

  private Damage damage(long offset, String problem) {
    return new Damage(file.toString(), offset, problem);
  }
}

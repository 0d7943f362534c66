package io.holdall.storage.sqlite;

import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import io.holdall.storage.sqlite.Connections.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;

/** Checks and repairs databases; {@code docs/sqlite-format.md} says what can be found. */
final class SqliteMaintenance implements StoreMaintenance {
  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
  private static final int CACHE_KIBIBYTES = 64 << 10;
  private static final List<String> COMPANIONS = List.of("-wal", "-shm");

  @Override
  public Verification verify(Settings settings, ProgressListener progress) {
    return verify(options(settings), progress);
  }

  private static Verification verify(Options options, ProgressListener progress) {
    Path file = options.path();
    try {
      Database database = Database.open(options, Connections::direct);
      try (Connection connection = database.openReader()) {
        return new Verifier(file, connection).run(progress);
      }
    } catch (Corrupt e) {
      return new Verification(0, List.of(new Damage(file.toString(), 0, e.text())));
    } catch (SQLException e) {
      throw new SqlErrors(file).translate(e);
    }
  }

  @Override
  public Repair repair(Settings settings, boolean dryRun, ProgressListener progress) {
    Options options = options(settings);
    Verification found = verify(options, progress);
    if (found.isSound()) {
      return new Repair(found.entriesRead(), List.of(), "");
    }
    Path file = options.path();
    try {
      return dryRun ? preview(file, progress) : repair(file, progress);
    } catch (SQLException e) {
      throw new SqlErrors(file).translate(e);
    } catch (IOException e) {
      throw new Unavailable("The database cannot be repaired", e).with("file", file);
    }
  }

  /** Works on a copy in a directory of its own, and throws it away. */
  private static Repair preview(Path file, ProgressListener progress)
      throws IOException, SQLException {
    Path scratch = Files.createTempDirectory(directory(file), file.getFileName() + ".look-");
    try {
      Path copy = scratch.resolve(file.getFileName());
      copy(file, copy);
      foldJournal(copy);
      try (PageFile pages = PageFile.own(copy);
          Salvage salvage = new Salvage(pages, file, null)) {
        salvage.run(progress);
        return new Repair(salvage.entries(), salvage.lost(), keptName(file).toString());
      }
    } finally {
      deleteAll(scratch);
    }
  }

  private static Repair repair(Path file, ProgressListener progress)
      throws IOException, SQLException {
    Path kept = keptName(file);
    Path scratch = Files.createTempDirectory(directory(file), file.getFileName() + ".repair-");
    Connection holder = hold(file);
    try {
      copy(file, kept);
      force(kept);
      Path copy = scratch.resolve(file.getFileName());
      copy(kept, copy);
      foldJournal(copy);
      Path repaired = scratch.resolve("repaired");
      Repair repair = salvage(copy, file, repaired, kept, progress);
      if (WINDOWS) {
        holder.close(); // An open file cannot be replaced there.
      }
      for (String companion : COMPANIONS) {
        Files.deleteIfExists(beside(file, companion));
      }
      Files.move(repaired, file, StandardCopyOption.ATOMIC_MOVE);
      Database.force(directory(file));
      return repair;
    } finally {
      holder.close();
      deleteAll(scratch);
    }
  }

  private static Repair salvage(
      Path copy, Path file, Path repaired, Path kept, ProgressListener progress)
      throws IOException, SQLException {
    try (PageFile pages = PageFile.own(copy);
        Connection connection = Connections.direct(repaired, Mode.WRITE);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + Schema.PAGE_BYTES);
      statement.execute("PRAGMA synchronous = EXTRA");
      // The rows come in the order of the damaged file, the index is in that of the keys.
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      // One transaction for all: what is made is nobody's store until it is whole.
      statement.execute("BEGIN IMMEDIATE");
      Schema.create(statement);
      try (Salvage salvage = new Salvage(pages, file, connection)) {
        salvage.run(progress);
        statement.execute("COMMIT");
        return new Repair(salvage.entries(), salvage.lost(), kept.toString());
      }
    }
  }

  /**
   * Keeps other processes out, as far as SQLite can read the file well enough to do so.
   *
   * @throws Unavailable if another process has the database open
   */
  private static Connection hold(Path file) throws SQLException {
    Connection connection = Connections.direct(file, Mode.WRITE);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA locking_mode = EXCLUSIVE");
      statement.execute("BEGIN EXCLUSIVE");
    } catch (SQLException e) {
      if (SqlErrors.is(e, SQLiteErrorCode.SQLITE_BUSY)) {
        throw Database.closing(
            connection,
            (Unavailable)
                new Unavailable("Another process has the database open", e)
                    .with("reason", "locked")
                    .with("holder", "another process")
                    .with("file", file));
      }
      return connection; // So damaged that nobody can work with it.
    }
    return connection;
  }

  /** Brings what is in a copy's journal into the copy. */
  private static void foldJournal(Path copy) throws SQLException {
    try (Connection connection = Connections.direct(copy, Mode.WRITE);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      if (!SqlErrors.is(e, SQLiteErrorCode.SQLITE_NOTADB)
          && !SqlErrors.is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
        throw e;
      }
    }
  }

  private static void copy(Path file, Path target) throws IOException {
    LiveFiles.copy(file, target);
    Path journal = beside(file, "-wal");
    if (Files.exists(journal)) {
      Files.copy(journal, beside(target, "-wal"));
    }
  }

  /** Makes a copy durable: the original is about to be replaced. */
  private static void force(Path copy) throws IOException {
    for (Path file : List.of(copy, beside(copy, "-wal"))) {
      if (Files.exists(file)) {
        CopyWriter.force(file);
      }
    }
    Database.force(directory(copy));
  }

  /** A name beside the database that nothing has yet. */
  private static Path keptName(Path file) {
    for (int number = 1; ; number++) {
      Path kept = beside(file, ".damaged-" + number);
      if (!Files.exists(kept)) {
        return kept;
      }
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  private static Options options(Settings settings) {
    return SqliteBackendFactory.builder(settings).readOnly(true).options();
  }
}

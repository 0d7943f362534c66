package io.holdall.storage.sqlite;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Storage in an SQLite database.
 *
 * <pre>{@code
 * try (Storage storage = Storage.of(SqliteBackend.open(Path.of("data/chats.db")))) { … }
 * }</pre>
 *
 * <p>Several processes may open one database and write at once. Commits of concurrent threads share
 * a transaction. JSON values stand in the file as text, so any SQLite tool reads them. Extensions:
 * {@link Sql} for queries, {@link SqliteCopies} for copies made while the store is in use.
 */
public final class SqliteBackend implements StorageBackend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "sqlite";

  private final Database database;
  private final ReaderPool readers;
  private final GroupCommitter committer;
  private final Writer writer;
  private final SqlQueries queries;

  private final Object lock = new Object();
  private final Set<SqliteSnapshot> snapshots = new HashSet<>(); // guarded by lock
  private int openSnapshots; // guarded by lock; with those being opened
  private boolean closing; // guarded by lock

  private SqliteBackend(Database database) {
    this.database = database;
    readers = new ReaderPool(database);
    writer = new Writer(database);
    committer = new GroupCommitter(writer::commit);
    queries = new SqlQueries(database);
  }

  /** Opens the database in this file with the defaults, and creates it if there is none. */
  public static SqliteBackend open(Path file) {
    return builder(file).open();
  }

  /** How to open the database in this file. */
  public static Builder builder(Path file) {
    return new Builder(file);
  }

  static SqliteBackend open(Options options, Connections connections) {
    return new SqliteBackend(Database.open(options, connections));
  }

  @Override
  public Capabilities capabilities() {
    return database.options().capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return readers.read(session -> session.get(keys));
  }

  @Override
  public Page scan(Scan scan) {
    return readers.read(session -> session.scan(scan));
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (!batch.writes() && (batch.isEmpty() || capabilities().readOnly())) {
      return readers.read(session -> checked(session, batch));
    }
    if (capabilities().readOnly()) {
      throw new AccessDenied("The store is opened read-only").with("reason", "read-only");
    }
    return committer.commit(batch);
  }

  private static CommitResult checked(ReadSession session, WriteBatch batch) throws SQLException {
    session.inTransaction(() -> BatchChecks.require(session, batch));
    return new CommitResult(Map.of());
  }

  @Override
  public Snapshot snapshot() {
    synchronized (lock) {
      requireOpen();
      int most = database.options().snapshots();
      if (openSnapshots == most) {
        throw new LimitExceeded("Too many snapshots are open").with("limit", most);
      }
      openSnapshots++;
    }
    boolean taken = false;
    try {
      SqliteSnapshot[] self = new SqliteSnapshot[1];
      SqliteSnapshot snapshot =
          SqliteSnapshot.begin(database, readers.open(), () -> released(self[0]));
      self[0] = snapshot;
      boolean late;
      synchronized (lock) {
        late = closing;
        snapshots.add(snapshot);
      }
      taken = true;
      if (late) {
        snapshot.close();
        throw new Closed("The store is closed");
      }
      return snapshot;
    } catch (SQLException e) {
      throw database.errors().translate(e);
    } finally {
      if (!taken) {
        released(null);
      }
    }
  }

  private void released(@Nullable SqliteSnapshot snapshot) {
    synchronized (lock) {
      snapshots.remove(snapshot);
      openSnapshots--;
    }
  }

  @Override
  public StorageStats stats() {
    return readers.read(session -> Statistics.gather(database, session.connection()));
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    if (type == Sql.class) {
      return Optional.of(type.cast(queries));
    }
    if (type == SqliteCopies.class) {
      SqliteCopies copies = this::copyTo;
      return Optional.of(type.cast(copies));
    }
    return Optional.empty();
  }

  private void copyTo(Path target) {
    readers.read(
        pooled -> {
          // The pool's place is what counts; its connection may not even write elsewhere.
          try (Connection connection = database.openCopier()) {
            CopyWriter.copy(connection, target, database.errors());
          }
          return target;
        });
  }

  @Override
  public void close() {
    List<SqliteSnapshot> open;
    synchronized (lock) {
      if (closing) {
        return;
      }
      closing = true;
      open = List.copyOf(snapshots);
    }
    Closing steps = new Closing();
    steps.run(queries::close);
    open.forEach(snapshot -> steps.run(snapshot::close));
    steps.run(readers::close);
    steps.run(committer::close);
    // The last connection to be closed clears the journal away.
    steps.run(writer::close);
    steps.finish();
  }

  private void requireOpen() {
    if (closing) {
      throw new Closed("The store is closed");
    }
  }

  /** Goes on after a failure, and throws the first one at the end. */
  private static final class Closing {
    private @Nullable StorageException first;

    void run(Runnable step) {
      try {
        step.run();
      } catch (StorageException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }

    void finish() {
      if (first != null) {
        throw first;
      }
    }
  }

  /** How to open a database; not thread-safe. */
  public static final class Builder {
    private final Path file;
    private Capabilities.Builder capabilities =
        Capabilities.of(TYPE)
            .durability(Durability.POWER)
            .rangeChecks(true)
            .snapshots(true)
            .multipleWriters(true);
    private int readers = 8;
    private int snapshots = 64;
    private Duration busyTimeout = Duration.ofSeconds(10);

    private Builder(Path file) {
      this.file = file.toAbsolutePath().normalize();
    }

    /** What an acknowledged commit survives: POWER, which is the default, or PROCESS. */
    public Builder durability(Durability value) {
      if (value == Durability.NONE) {
        throw new StorageException.Configuration(
            "The durability of an SQLite store is power or process");
      }
      capabilities.durability(value);
      return this;
    }

    /** Whether to refuse every write, and never to create a database; false when not set. */
    public Builder readOnly(boolean value) {
      capabilities.readOnly(value);
      return this;
    }

    /** The largest value in bytes; 16 MiB when not set, at most 1 GiB. */
    public Builder maxValueBytes(int value) {
      capabilities.maxValueBytes(value);
      return this;
    }

    /** The most operations in a batch; 10,000 when not set. */
    public Builder maxBatchOperations(int value) {
      capabilities.maxBatchOperations(value);
      return this;
    }

    /** The largest batch in bytes of keys and values; 64 MiB when not set. */
    public Builder maxBatchBytes(long value) {
      capabilities.maxBatchBytes(value);
      return this;
    }

    /** How many reads run at once, each on a connection of its own; 8 when not set. */
    public Builder readers(int value) {
      readers = atLeastOne(value, "readers");
      return this;
    }

    /** How many snapshots may be open at once; 64 when not set. */
    public Builder maxSnapshots(int value) {
      snapshots = atLeastOne(value, "max-snapshots");
      return this;
    }

    /** How long a call waits while other processes hold the database; 10 s when not set. */
    public Builder busyTimeout(Duration value) {
      if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
        throw new StorageException.Configuration("Setting 'busy-timeout' must be from 0s to 1h");
      }
      busyTimeout = value;
      return this;
    }

    Builder limits(UnaryOperator<Capabilities.Builder> change) {
      capabilities = change.apply(capabilities);
      return this;
    }

    /**
     * Opens the database.
     *
     * @throws StorageException.Unavailable if it is not there and was to be opened read-only, with
     *     the attribute {@code reason=not-found}; or if it cannot be reached
     * @throws StorageException.Corrupt if the file is damaged or not a database of Holdall
     * @throws StorageException.Unsupported if a newer Holdall wrote it
     * @throws StorageException.Configuration if the path names a directory
     */
    public SqliteBackend open() {
      return SqliteBackend.open(options(), Connections::direct);
    }

    Options options() {
      return new Options(file, capabilities.build(), readers, snapshots, busyTimeout);
    }

    private static int atLeastOne(int value, String name) {
      if (value < 1) {
        throw new StorageException.Configuration("Setting '%s' must be at least 1".formatted(name));
      }
      return value;
    }
  }
}

package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sqlite.SQLiteErrorCode.SQLITE_FULL;
import static org.sqlite.SQLiteErrorCode.SQLITE_IOERR_FSYNC;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.sqlite.FaultyConnections.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers are told when a commit fails, and that the store goes on. */
final class CommitFaultTest {
  private static final Key KEY = Key.of("faults", "one");
  private static final Value OLD = Value.json("\"old\"");
  private static final Value NEW = Value.json("\"new\"");

  @TempDir Path directory;
  private final FaultyConnections connections = new FaultyConnections();
  private Storage storage = Storage.inMemory();

  @BeforeEach
  void open() {
    storage =
        Storage.of(
            SqliteBackend.open(
                SqliteBackend.builder(directory.resolve("store.db")).options(), connections));
    storage.put(KEY, OLD);
  }

  @AfterEach
  void close() {
    storage.close();
  }

  @Test
  void aFailedSyncThatCanBeOverwrittenIsUnavailableAndTheStoreGoesOn() {
    connections.then(Fault.BEFORE, SQLITE_IOERR_FSYNC);

    assertThatThrownBy(() -> storage.put(KEY, NEW)).isInstanceOf(Unavailable.class);
    assertThat(value()).isEqualTo(OLD);
    storage.put(KEY, NEW);
    assertThat(value()).isEqualTo(NEW);
  }

  @Test
  void aLostAnswerOfACommitThatHappenedIsASuccess() {
    connections.then(Fault.AFTER, SQLITE_IOERR_FSYNC);

    Version version = storage.put(KEY, NEW);

    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(version);
    assertThat(value()).isEqualTo(NEW);
  }

  @Test
  void aLostAnswerOfADeletionThatHappenedIsASuccess() {
    connections.then(Fault.AFTER, SQLITE_IOERR_FSYNC);

    storage.delete(KEY);

    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void aFailedDeletionIsUnavailableAndDeletesNothing() {
    connections.then(Fault.BEFORE, SQLITE_IOERR_FSYNC);

    assertThatThrownBy(() -> storage.delete(KEY)).isInstanceOf(Unavailable.class);
    assertThat(value()).isEqualTo(OLD);
  }

  @Test
  void aFailureThatCannotBeOverwrittenIsOutcomeUnknown() {
    connections.then(Fault.BEFORE, SQLITE_IOERR_FSYNC).then(Fault.BEFORE, SQLITE_IOERR_FSYNC);

    assertThatThrownBy(() -> storage.put(KEY, NEW)).isInstanceOf(OutcomeUnknown.class);
    assertThat(value()).isEqualTo(OLD);
    storage.put(KEY, NEW);
    assertThat(value()).isEqualTo(NEW);
  }

  @Test
  void aFullDiskAtTheCommitIsLimitExceeded() {
    connections.then(Fault.BEFORE, SQLITE_FULL);

    assertThatThrownBy(() -> storage.put(KEY, NEW)).isInstanceOf(LimitExceeded.class);
    assertThat(value()).isEqualTo(OLD);
  }

  @Test
  void versionsOfAFailedCommitAreNotIssuedAgain() {
    Version before = storage.put(KEY, OLD);
    connections.then(Fault.BEFORE, SQLITE_IOERR_FSYNC);
    assertThatThrownBy(() -> storage.put(KEY, NEW)).isInstanceOf(Unavailable.class);

    long epoch = Epochs.of(Long.parseLong(before.text()));
    assertThat(Epochs.of(Long.parseLong(storage.put(KEY, NEW).text()))).isGreaterThan(epoch);
  }

  @Test
  void aFullDatabaseIsLimitExceededUntilThereIsRoom() throws SQLException {
    connections.onWriter("PRAGMA max_page_count = 12");
    Value large = Value.binary(new byte[1 << 20]);

    assertThatThrownBy(() -> storage.put(Key.of("faults", "large"), large))
        .isInstanceOf(LimitExceeded.class);
    assertThat(value()).isEqualTo(OLD);
    assertThat(storage.get(Key.of("faults", "large"))).isEmpty();

    storage.put(KEY, NEW, Condition.version(storage.get(KEY).orElseThrow().version()));
    connections.onWriter("PRAGMA max_page_count = 100000");
    storage.put(Key.of("faults", "large"), large);
    assertThat(storage.get(Key.of("faults", "large")).orElseThrow().value()).isEqualTo(large);
  }

  private Value value() {
    return storage.get(KEY).orElseThrow().value();
  }
}

package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpeningTest {
  private static final Key KEY = Key.of("a", "b");

  @TempDir Path directory;

  @Test
  void missingDirectoriesAreCreated() {
    Path file = directory.resolve("x/y/z/store.db");
    SqliteBackend.open(file).close();

    assertThat(file).isRegularFile();
  }

  @Test
  void aNewDatabaseCanBeOpenedByManyAtOnce() throws Exception {
    int openers = 6;
    ExecutorService threads = Executors.newFixedThreadPool(openers);
    try {
      for (int round = 0; round < 20; round++) {
        Path file = directory.resolve("new-" + round + ".db");
        CyclicBarrier start = new CyclicBarrier(openers);
        Callable<Long> opener =
            () -> {
              start.await();
              try (Storage storage = Storage.of(SqliteBackend.open(file))) {
                return storage.stats().entries().orElseThrow();
              }
            };
        for (Future<Long> opened : threads.invokeAll(Collections.nCopies(openers, opener))) {
          assertThat(opened.get()).isZero();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** The other one is faster between any two statements of the one that looks. */
  @Test
  void aDatabaseThatIsBeingCreatedIsNotSomebodyElses() throws SQLException {
    Path file = directory.resolve("store.db");
    AtomicInteger statements = new AtomicInteger();
    try (Connection connection = Connections.direct(file, Connections.Mode.WRITE)) {
      InvocationHandler overtaken =
          (proxy, method, arguments) -> {
            if (method.getName().equals("createStatement") && statements.getAndIncrement() == 1) {
              SqliteBackend.open(file).close();
            }
            return method.invoke(connection, arguments);
          };
      Connection looking =
          (Connection)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(), new Class<?>[] {Connection.class}, overtaken);
      assertThat(Schema.inspect(looking, file)).isIn(Schema.State.EMPTY, Schema.State.OURS);
    }
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsAWrongSetting() {
    assertThatThrownBy(() -> SqliteBackend.open(directory))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("directory");
  }

  @Test
  void aFileThatIsNotSqliteIsCorruptAndLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), "shopping list\n".repeat(2000));

    assertThatThrownBy(() -> SqliteBackend.open(file))
        .asInstanceOf(InstanceOfAssertFactories.type(Corrupt.class))
        .satisfies(e -> assertThat(e.attributes()).containsKeys("file", "offset"));
    assertThat(file).hasContent("shopping list\n".repeat(2000));
  }

  @Test
  void somebodyElsesDatabaseIsRefusedAndLeftAlone() throws SQLException, IOException {
    Path file = directory.resolve("other.db");
    execute(file, "CREATE TABLE t (x)");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> SqliteBackend.open(file))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("not one of Holdall");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aNewerFormatIsUnsupported() throws SQLException {
    Path file = directory.resolve("store.db");
    SqliteBackend.open(file).close();
    execute(file, "PRAGMA user_version = 99");

    assertThatThrownBy(() -> SqliteBackend.open(file)).isInstanceOf(Unsupported.class);
  }

  @Test
  void readOnlyOpeningOfNothingIsNotFoundAndCreatesNothing() {
    Path file = directory.resolve("store.db");

    assertThatThrownBy(() -> SqliteBackend.builder(file).readOnly(true).open())
        .asInstanceOf(InstanceOfAssertFactories.type(Unavailable.class))
        .satisfies(e -> assertThat(e.attribute("reason")).contains("not-found"));
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void readOnlyOpeningReadsBesideAWriterAndRefusesToWrite() {
    Path file = directory.resolve("store.db");
    try (Storage writer = Storage.of(SqliteBackend.open(file));
        Storage reader = Storage.of(SqliteBackend.builder(file).readOnly(true).open())) {
      writer.put(KEY, Value.json("1"));

      assertThat(reader.get(KEY).orElseThrow().value()).isEqualTo(Value.json("1"));
      assertThatThrownBy(() -> reader.put(KEY, Value.json("2"))).isInstanceOf(AccessDenied.class);
    }
    assertThat(directory.toFile().list()).containsExactly("store.db");
  }

  @Test
  void versionsOfDifferentOpeningsDiffer() {
    Path file = directory.resolve("store.db");
    try (Storage one = Storage.of(SqliteBackend.open(file));
        Storage two = Storage.of(SqliteBackend.open(file))) {
      assertThat(one.put(KEY, Value.json("1"))).isNotEqualTo(two.put(KEY, Value.json("1")));
    }
  }

  @Test
  void aCopyIsAStoreThatIssuesOtherVersions() {
    Path file = directory.resolve("store.db");
    Path copy = directory.resolve("copy.db");
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      storage.put(KEY, Value.json("1"));
      storage.extension(SqliteCopies.class).orElseThrow().copyTo(copy);
      try (Storage copied = Storage.of(SqliteBackend.open(copy))) {
        assertThat(copied.get(KEY)).isEqualTo(storage.get(KEY));
        assertThat(copied.put(KEY, Value.json("2")))
            .isNotEqualTo(storage.put(KEY, Value.json("3")));
      }
      assertThatThrownBy(() -> storage.extension(SqliteCopies.class).orElseThrow().copyTo(copy))
          .hasMessageContaining("already");
    }
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

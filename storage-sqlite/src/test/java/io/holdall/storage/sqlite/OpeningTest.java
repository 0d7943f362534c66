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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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

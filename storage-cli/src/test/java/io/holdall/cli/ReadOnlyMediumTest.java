package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores, and what they need, on file systems that allow less than usual. */
final class ReadOnlyMediumTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void aStoreIsReadWhereNothingCanBeWritten(String profile) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
      Stores stores = Stores.in(disk.directory()).with(profile);
      stores.runWith("1", "put", "k");
      stores.run("append", "s", "--role", "user", "hello");
      disk.setReadOnly(true);

      assertThat(stores.run("get", "k").out()).isEqualTo("1");
      assertThat(stores.run("show", "s").out()).contains("hello");
      for (String command : new String[] {"ls", "stats", "verify", "sessions", "export"}) {
        CommandRun run = stores.run(command);
        assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
      }
      CommandRun put = stores.runWith("2", "put", "k");
      assertThat(put.exitCode()).isEqualTo(1);
      assertThat(put.err()).contains("Check who may read and write the store's files");
      assertThat(stores.run("get", "k").out()).isEqualTo("1");
    }
  }

  @Test
  void aDatabaseThatWasNotClosedSaysWhatToDoWhereNothingCanBeWritten() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
      Stores stores = Stores.in(disk.directory()).with("production_sqlite");
      Stores origin = Stores.in(directory).with("production_sqlite");
      try (Storage storage = Profiles.load(origin.environment(), directory).open()) {
        storage.put(Key.of("k"), Value.json("1"));
        for (String ending : new String[] {"", "-wal"}) {
          Files.copy(
              directory.resolve("store.db" + ending),
              disk.directory().resolve("store.db" + ending));
        }
      }
      disk.setReadOnly(true);
      CommandRun refused = stores.run("get", "k");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("open it once where it can be written");

      disk.setReadOnly(false);
      assertThat(stores.run("get", "k").out()).isEqualTo("1");
    }
  }

  @Test
  void aTemporaryDirectoryThatForbidsProgramsIsNamedWithTheWayOut() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("tmp"), 16 << 20, "noexec")) {
      Stores stores = Stores.in(directory).with("production_sqlite");
      String temporary = "-Djava.io.tmpdir=" + disk.directory();

      CommandRun refused = CommandProcess.run(stores, List.of(temporary), "put", "k", value());
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .contains("HOLDALL_JAVA_OPTS=-Dorg.sqlite.tmpdir=DIRECTORY", disk.directory().toString())
          .doesNotContain("\tat ", "UnsatisfiedLinkError");

      CommandRun run =
          CommandProcess.run(
              stores, List.of(temporary, "-Dorg.sqlite.tmpdir=" + directory), "put", "k", value());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  private String value() throws Exception {
    return Files.writeString(directory.resolve("value"), "1").toString();
  }
}

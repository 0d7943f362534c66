package io.holdall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.cli.CommandRun.Stores;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores on a file system that is really full. */
final class FullDiskTest {
  private static final int MOST_COMMITS = 5_000;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void whatWasAcknowledgedStaysAndWritingWorksAgainWhenThereIsRoom(String profile)
      throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
      Stores stores = Stores.in(disk.directory()).with(profile);
      Path ballast = Files.write(disk.directory().resolve("ballast"), new byte[2 << 20]);
      Map<Key, Value> acknowledged = new LinkedHashMap<>();
      try (Storage storage = open(stores)) {
        Key refused = writeUntilFull(storage, acknowledged);
        assertHolds(storage, acknowledged);
        assertThat(storage.get(refused)).isEmpty();
        assertThatThrownBy(() -> storage.put(refused, value(1)))
            .isInstanceOf(LimitExceeded.class)
            .hasMessageContaining("room");

        Files.delete(ballast);
        for (int i = 0; i < 20; i++) {
          Key key = Key.of("later").child(i);
          storage.put(key, value(i));
          acknowledged.put(key, value(i));
        }
        assertHolds(storage, acknowledged);
      }
      try (Storage storage = open(stores)) {
        assertHolds(storage, acknowledged);
      }
      assertThat(stores.run("verify").exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void aStoreOnAFullDiskIsReadAndSaysWhatToDo(String profile) throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 4 << 20)) {
      Stores stores = Stores.in(disk.directory()).with(profile);
      stores.runWith("1", "put", "k");
      stores.run("append", "s", "x".repeat(100_000));
      Path ballast = disk.fill();

      for (String command : new String[] {"ls", "stats", "verify"}) {
        CommandRun run = stores.run(command);
        assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
      }
      assertThat(stores.run("get", "k").out()).isEqualTo("1");
      CommandRun put = stores.runWith("x".repeat(100_000), "put", "big");
      assertThat(put.exitCode()).isEqualTo(1);
      assertThat(put.err()).contains("room").contains("Make room");
      Path export = disk.directory().resolve("out.jsonl");
      CommandRun exported = stores.run("export", "--output", export.toString());
      assertThat(exported.exitCode()).isEqualTo(1);
      assertThat(exported.err()).contains("out.jsonl", "room on the disk");
      assertThat(export).doesNotExist();

      Files.delete(ballast);
      assertThat(stores.runWith("2", "put", "k").exitCode()).isZero();
      assertThat(stores.run("get", "k").out()).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production_sqlite"})
  void anImportThatFillsTheDiskSaysWhatIsStoredAndIsFinishedByRepeatingIt(String profile)
      throws Exception {
    String message = "{\"role\":\"user\",\"content\":\"" + "x".repeat(1_000) + "\"}";
    String session = "{\"messages\":[" + String.join(",", Collections.nCopies(100, message)) + "]}";
    Path file = Files.write(directory.resolve("chats.jsonl"), Collections.nCopies(200, session));
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 16 << 20)) {
      Stores stores = Stores.in(disk.directory()).with(profile);

      CommandRun half = stores.run("import", file.toString());

      assertThat(half.exitCode()).isEqualTo(1);
      assertThat(half.err())
          .containsPattern("room.*; [0-9,]+ of the 20,000 new messages of .* are stored")
          .contains("Make room or raise the limit in the profile, then repeat the command");
      disk.resize(128 << 20);
      CommandRun again = stores.run("import", file.toString(), "--json");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(again.json().get("messages").asLong()).isBetween(1L, 19_999L);
      assertThat(stores.run("import", file.toString()).out())
          .contains("200 sessions there already");
    }
  }

  private static Key writeUntilFull(Storage storage, Map<Key, Value> acknowledged) {
    for (int i = 0; i < MOST_COMMITS; i++) {
      Key key = Key.of("k").child(i);
      try {
        storage.put(key, value(i));
      } catch (LimitExceeded full) {
        return key;
      }
      acknowledged.put(key, value(i));
    }
    throw new AssertionError("the disk was never full");
  }

  private static Value value(int number) {
    byte[] bytes = new byte[10_000];
    new Random(number).nextBytes(bytes);
    return Value.binary(bytes);
  }

  private static void assertHolds(Storage storage, Map<Key, Value> expected) {
    expected.forEach(
        (key, value) ->
            assertThat(storage.get(key).map(Entry::value)).as("%s", key).contains(value));
  }

  private static Storage open(Stores stores) {
    return Profiles.load(stores.environment(), stores.directory()).open();
  }
}

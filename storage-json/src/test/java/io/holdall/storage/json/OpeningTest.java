package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.disk.OsDisk;
import io.holdall.storage.json.format.StoreMarker;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Opening and closing on a real file system. */
final class OpeningTest {
  private static final Key KEY = Key.of("k", "one");

  @TempDir private Path temporary;

  @Test
  void aSecondOpeningIsToldWhoHoldsTheStoreAndTheFirstGoesOn() {
    Path directory = temporary.resolve("store");
    try (Storage first = Storage.of(JsonBackend.open(directory))) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> JsonBackend.open(directory))
            .isInstanceOfSatisfying(
                Unavailable.class,
                e -> {
                  assertThat(e.attribute("reason")).contains("locked");
                  assertThat(e.attribute("holder").orElseThrow())
                      .startsWith("process " + ProcessHandle.current().pid() + " on ");
                });
      }
      first.put(KEY, Value.json("1"));
    }
    try (Storage again = Storage.of(JsonBackend.open(directory))) {
      assertThat(again.get(KEY)).isPresent();
    }
    assertThat(directory.resolve("holder.json")).doesNotExist();
  }

  /** Whoever makes it is faster, between two looks of whoever would open it. */
  @Test
  void aStoreThatIsBeingMadeIsHeldAndNotSomebodyElses() {
    FaultyDisk disk = overtaken();
    assertThatThrownBy(() -> SampleStore.open(disk))
        .isInstanceOfSatisfying(
            Unavailable.class, e -> assertThat(e.attribute("reason")).contains("locked"));
  }

  @Test
  void aStoreThatIsBeingMadeCanBeRead() {
    FaultyDisk disk = overtaken();
    try (JsonBackend reading = SampleStore.open(disk, true, new QueueWorker())) {
      assertThat(reading.get(List.of(KEY)).get(0)).isPresent();
    }
  }

  /** Before a directory is listed somebody makes a store in it, and writes. */
  private static FaultyDisk overtaken() {
    FaultyDisk disk = new FaultyDisk(1);
    disk.beforeListing(
        () -> {
          disk.beforeListing(() -> {});
          SampleStore.open(disk).commit(WriteBatch.builder().put(KEY, Value.json("1")).build());
        });
    return disk;
  }

  @Test
  void aDirectoryWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(temporary.resolve("letter.txt"), "Dear");
    assertThatThrownBy(() -> JsonBackend.open(temporary))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("letter.txt");
    assertThat(names(temporary)).containsExactly("letter.txt");
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThatThrownBy(() -> JsonBackend.open(file)).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> JsonBackend.builder(file).readOnly(true).open())
        .isInstanceOf(Configuration.class);
  }

  @Test
  void aDirectoryWithNothingOfImportanceBecomesAStore() throws IOException {
    Files.writeString(temporary.resolve(".gitkeep"), "");
    JsonBackend.open(temporary).close();
    assertThat(names(temporary)).contains("store.json", "000000000001.jsonl", ".gitkeep");
  }

  @Test
  void aLogWithoutItsMarkerIsCorruptAndRepairable() throws IOException {
    Path directory = temporary.resolve("store");
    fill(directory);
    Files.delete(directory.resolve("store.json"));
    assertThatThrownBy(() -> JsonBackend.open(directory)).isInstanceOf(Corrupt.class);
    JsonMaintenance maintenance = new JsonMaintenance(new OsDisk());
    assertThat(maintenance.verify(directory, ProgressListener.NONE).isSound()).isFalse();
    assertThat(maintenance.repair(directory, false, ProgressListener.NONE).entriesKept())
        .isEqualTo(1);
    try (JsonBackend backend = JsonBackend.open(directory)) {
      assertThat(SampleStore.contents(backend)).hasSize(1);
    }
    assertThat(temporary.resolve("store.damaged-1")).isDirectoryContaining("glob:**.jsonl");
  }

  @Test
  void aStoreOfANewerFormatIsNotTouched() throws IOException {
    Path directory = temporary.resolve("store");
    fill(directory);
    StoreMarker marker =
        StoreMarker.parse(Files.readAllBytes(directory.resolve("store.json"))).orElseThrow();
    Files.write(directory.resolve("store.json"), new StoreMarker(2, marker.store()).content());
    assertThatThrownBy(() -> JsonBackend.open(directory)).isInstanceOf(Unsupported.class);
  }

  @Test
  void aCreationThatWasCutShortIsDoneAgain() throws IOException {
    Path directory = temporary.resolve("store");
    JsonBackend.open(directory).close();
    Files.delete(directory.resolve("store.json"));
    Files.delete(directory.resolve("checkpoint.bin"));
    fill(directory);
    try (JsonBackend backend = JsonBackend.open(directory)) {
      assertThat(SampleStore.contents(backend)).hasSize(1);
    }
  }

  @Test
  void everyLineIsJsonOnItsOwn() throws IOException {
    Path directory = temporary.resolve("store");
    try (Storage storage = Storage.of(JsonBackend.open(directory))) {
      storage.put(KEY, Value.json("{\n  \"pretty\": true\n}"));
      storage.put(KEY, Value.json("{\"dense\":[1,2]}"));
      storage.put(Key.of("b"), Value.binary(new byte[] {0, (byte) 0x80}));
      storage.delete(KEY);
    }
    for (String file : List.of("000000000001.jsonl", "store.json")) {
      for (String line : Files.readAllLines(directory.resolve(file))) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
          parser.nextToken();
          parser.skipChildren();
          assertThat(parser.nextToken()).isNull();
        }
      }
    }
  }

  @Test
  void largeValuesAndBatchesAreLinesOfTheirOwn() {
    Path directory = temporary.resolve("store");
    Random random = new Random(3);
    byte[] large = new byte[3 << 20];
    random.nextBytes(large);
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < 2_000; i++) {
      batch.put(Key.of("many").child(i), Value.json("\"" + "x".repeat(3_000) + "\""));
    }
    try (Storage storage =
        Storage.of(JsonBackend.builder(directory).segmentBytes(1 << 20).open())) {
      storage.put(Key.of("before"), Value.json("1"));
      storage.put(Key.of("large"), Value.binary(large));
      storage.commit(batch.build());
      storage.put(Key.of("after"), Value.json("2"));
    }
    for (int i = 0; i < 2; i++) {
      try (Storage storage = Storage.of(JsonBackend.open(directory))) {
        assertThat(storage.get(Key.of("large")).orElseThrow().value())
            .isEqualTo(Value.binary(large));
        assertThat(storage.count(Scan.under(Key.of("many")))).isEqualTo(2_000);
        assertThat(storage.get(Key.of("after"))).isPresent();
      }
      assertThat(directory.resolve("checkpoint.bin").toFile().delete()).isTrue();
    }
  }

  @Test
  void figuresAreShown() {
    Path directory = temporary.resolve("store");
    fill(directory);
    try (JsonBackend backend = JsonBackend.open(directory)) {
      assertThat(backend.stats().entries()).hasValue(1);
      assertThat(backend.stats().storedBytes().orElseThrow()).isPositive();
      assertThat(backend.stats().details())
          .containsEntry("segments", "1")
          .containsEntry("last-commit", "1")
          .containsKeys("log-bytes", "garbage-bytes", "checkpoint-bytes");
    }
  }

  @Test
  void backgroundThreadsAreDaemonsAndEndWithTheStore() {
    Path directory = temporary.resolve("named");
    try (Storage storage = Storage.of(JsonBackend.builder(directory).segmentBytes(1_024).open())) {
      for (int i = 0; i < 100; i++) {
        storage.put(KEY, Value.json("\"" + "x".repeat(200) + i + "\""));
      }
      assertThat(backgroundThreads()).allMatch(Thread::isDaemon);
    }
    await().untilAsserted(() -> assertThat(backgroundThreads()).isEmpty());
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    JsonBackend.Builder builder = JsonBackend.builder(temporary.resolve("store"));
    assertThatThrownBy(() -> builder.durability(Durability.NONE)).isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> JsonBackend.builder(temporary).segmentBytes(10).open())
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> JsonBackend.builder(temporary).garbagePercent(0).open())
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> JsonBackend.builder(temporary).maxBatchBytes(2L << 30).open())
        .isInstanceOf(Configuration.class);
    assertThatThrownBy(() -> settings(Map.of("durability", "none")))
        .isInstanceOf(Configuration.class);
    assertThat(names(temporary)).isEmpty();
  }

  @Test
  void settingsReachTheStore() {
    String path = temporary.resolve("store").toString();
    Settings settings =
        settings(
            Map.of(
                "path",
                path,
                "durability",
                "process",
                "max-value-bytes",
                "1KiB",
                "segment-bytes",
                "2KiB",
                "garbage-percent",
                "30"));
    JsonOptions options = JsonBackendFactory.builder(settings).options();
    assertThat(options.segmentBytes()).isEqualTo(2_048);
    assertThat(options.garbageRatio()).isEqualTo(0.3);
    assertThat(options.syncs()).isFalse();
    try (var backend = new JsonBackendFactory().open(settings)) {
      assertThat(backend.capabilities().durability()).isEqualTo(Durability.PROCESS);
      assertThat(backend.capabilities().maxValueBytes()).isEqualTo(1_024);
    }
  }

  private static Settings settings(Map<String, String> texts) {
    return Settings.of("backend json", new JsonBackendFactory().settings(), texts);
  }

  private static List<Thread> backgroundThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("holdall-json-named"))
        .toList();
  }

  private static void fill(Path directory) {
    try (Storage storage = Storage.of(JsonBackend.open(directory))) {
      storage.put(KEY, Value.json("1"));
    } catch (StorageException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

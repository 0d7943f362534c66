package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.open;
import static io.holdall.storage.chronicle.SampleStore.small;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves, and what closing, compacting and reopening make of it. */
final class RecoveryTest {
  @TempDir Path directory;

  @Test
  void aTornRecordAtTheEndIsCutOff() throws Exception {
    Path store = directory.resolve("store");
    try (Storage storage = open(small(store))) {
      storage.put(key(1), value(100));
      storage.put(key(2), value(100));
      SampleStore.copy(store, directory.resolve("killed"));
    }
    Path killed = directory.resolve("killed");
    long second = secondRecord(killed.resolve("log-000000001"));
    damage(killed.resolve("log-000000001"), second + 60);
    try (Storage storage = open(small(killed))) {
      assertThat(contents(storage)).extracting(Entry::key).containsExactly(key(1));
      storage.put(key(3), value(100));
      SampleStore.copy(killed, directory.resolve("again"));
    }
    try (Storage storage = open(small(directory.resolve("again")))) {
      assertThat(contents(storage)).extracting(Entry::key).containsExactly(key(1), key(3));
    }
  }

  @Test
  void aVersionLostInACrashIsNotIssuedAgain() throws Exception {
    Path store = directory.resolve("store");
    Set<Version> seen = new HashSet<>();
    try (Storage storage = open(small(store))) {
      SampleStore.copy(store, directory.resolve("killed"));
      for (int i = 0; i < 50; i++) { // all of them lost
        seen.add(storage.put(key(1), value(100)));
      }
    }
    for (int opening = 0; opening < 3; opening++) {
      try (Storage storage = open(small(directory.resolve("killed")))) {
        for (int i = 0; i < 50; i++) {
          assertThat(seen.add(storage.put(key(1), value(100)))).isTrue();
        }
      }
    }
  }

  @Test
  void aMapThatIsNotAsItWasClosedIsMadeAnew() throws Exception {
    List<Entry> before;
    try (Storage storage = open(small(directory))) {
      fill(storage);
      before = contents(storage);
    }
    Path map = directory.resolve("entries.map");
    ChronicleMaintenance maintenance = new ChronicleMaintenance(new FaultyDisk());
    damage(map, place(map, key(7)) + 60);
    assertThat(maintenance.verify(directory, (done, total) -> {}).damages())
        .singleElement()
        .satisfies(damage -> assertThat(damage.file()).isEqualTo("entries.map"));
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
    assertThat(maintenance.verify(directory, (done, total) -> {}).isSound()).isTrue();
    Files.delete(map);
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
  }

  @Test
  void anEntryDamagedWhileTheStoreIsOpenIsCorruptAndHealsWhenItIsOpenedAgain() throws Exception {
    List<Entry> before;
    try (Storage storage = open(small(directory))) {
      fill(storage);
      before = contents(storage);
      Path map = directory.resolve("entries.map");
      long at = place(map, key(7));
      damage(map, at + 60);
      assertThatThrownBy(() -> storage.get(key(7)))
          .isInstanceOfSatisfying(
              Corrupt.class,
              e -> {
                assertThat(e.attribute("file")).contains("entries.map");
                assertThat(e.attribute("offset")).contains(Long.toString(at));
              });
      assertThat(storage.get(key(8))).contains(before.get(8));
    }
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
  }

  @Test
  void compactionKeepsEverythingWhileCommitsGoOn() throws Exception {
    Path store = directory.resolve("store");
    Path killed = directory.resolve("killed");
    List<Entry> before;
    try (Storage storage = open(small(store));
        Storage reader = open(small(store).readOnly(true))) {
      fill(storage);
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<?> writer =
          pool.submit(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  storage.commit(
                      WriteBatch.builder()
                          .put(key(i % 97), value(50 + i % 100))
                          .delete(key((i + 31) % 97))
                          .build());
                }
              });
      do {
        SampleStore.writable(storage).compact();
        assertThat(reader.count(Scan.all())).isPositive();
      } while (!writer.isDone());
      writer.get();
      pool.shutdown();
      before = contents(storage);
      assertThat(contents(reader)).isEqualTo(before);
      SampleStore.copy(store, killed);
    }
    try (Storage storage = open(small(killed))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
    try (Storage storage = open(small(store))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
  }

  @Test
  void theLogDoesNotGrowForEver() throws Exception {
    try (Storage storage = open(small(directory))) {
      for (int i = 0; i < 20_000; i++) {
        storage.put(key(i % 10), value(100));
      }
      Awaitility.await()
          .untilAsserted(
              () -> {
                storage.put(key(0), value(100));
                assertThat(storage.stats().details())
                    .hasEntrySatisfying(
                        "log bytes",
                        bytes ->
                            assertThat(Long.parseLong(bytes.replace(",", ""))).isLessThan(200_000));
              });
    }
  }

  @Test
  void aSnapshotSurvivesACompactionAndEndsWithTheStore() throws Exception {
    Storage storage = open(small(directory));
    fill(storage);
    List<Entry> before = contents(storage);
    StorageSnapshot snapshot = storage.snapshot();
    for (int i = 0; i < 40; i++) {
      storage.delete(key(i));
      storage.put(key(1_000 + i), value(30));
    }
    SampleStore.writable(storage).compact();
    assertThat(snapshot.stream(Scan.all())).containsExactlyElementsOf(before);
    assertThat(snapshot.stream(Scan.all().reversed().limit(7))).hasSize(before.size());
    assertThat(snapshot.get(key(3))).contains(before.get(3));
    storage.close();
    assertThatThrownBy(() -> snapshot.get(key(3))).isInstanceOf(Closed.class);
  }

  @Test
  void aReaderChecksConditionsWithoutWriting() {
    try (Storage storage = open(small(directory));
        Storage reader = open(small(directory).readOnly(true))) {
      Version version = storage.put(key(1), value(100));
      reader.commit(WriteBatch.builder().check(key(1), Condition.version(version)).build());
      storage.put(key(1), value(100));
      WriteBatch stale = WriteBatch.builder().check(key(1), Condition.version(version)).build();
      assertThatThrownBy(() -> reader.commit(stale)).isInstanceOf(Conflict.class);
    }
  }

  @Test
  void closingWaitsForReadersAndNeverCrashes() throws Exception {
    for (int round = 0; round < 5; round++) {
      Storage storage = open(small(directory.resolve("store" + round)));
      fill(storage);
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<Integer>> readers = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        readers.add(
            pool.submit(
                () -> {
                  int reads = 0;
                  try {
                    while (true) {
                      assertThat(storage.scan(Scan.all().limit(20)).entries()).hasSize(20);
                      reads++;
                    }
                  } catch (Closed end) {
                    return reads;
                  }
                }));
      }
      storage.get(key(1));
      storage.close();
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isNotNegative();
      }
      pool.shutdown();
    }
  }

  private static void fill(Storage storage) {
    for (int i = 0; i < 97; i++) {
      storage.put(key(i), value(100));
    }
  }

  private static long secondRecord(Path segment) throws Exception {
    byte[] bytes = Files.readAllBytes(segment);
    int found = 0;
    for (int at = 64; ; at += 8) {
      if (bytes[at] == 'H' && bytes[at + 1] == 'R' && bytes[at + 2] == 'E' && ++found == 2) {
        return at;
      }
    }
  }

  /** Where the entry of a key stands in the file of the map. */
  private static long place(Path map, Key key) throws Exception {
    int at = Files.readString(map, StandardCharsets.ISO_8859_1).indexOf(key.encoded());
    assertThat(at).isPositive();
    return at;
  }

  private static void damage(Path file, long at) throws Exception {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ 0x20);
    }
  }
}

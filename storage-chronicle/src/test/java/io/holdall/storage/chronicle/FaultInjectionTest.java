package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.open;
import static io.holdall.storage.chronicle.SampleStore.small;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.Capabilities.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail. */
final class FaultInjectionTest {
  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void aCommitThatCannotBeSyncedHasNotHappened() throws Exception {
    Path store = directory.resolve("store");
    Path killed = directory.resolve("killed");
    List<Entry> before;
    try (Storage storage = faulty(store, Durability.POWER)) {
      storage.put(key(1), value(100));
      disk.syncsToFail.set(1);
      assertThatThrownBy(() -> storage.put(key(2), value(100))).isInstanceOf(Unavailable.class);
      assertThat(storage.get(key(2))).isEmpty();
      SampleStore.copy(store, directory.resolve("at-once"));
      storage.put(key(3), value(100));
      before = contents(storage);
      assertThat(before).hasSize(2);
      SampleStore.copy(store, killed);
    }
    assertHolds(store, before);
    assertHolds(killed, before);
    assertHolds(directory.resolve("at-once"), before.subList(0, 1));
  }

  @Test
  void aCommitWhoseFateIsNotKnownIsSaidToBeUnknown() {
    try (Storage storage = faulty(directory, Durability.POWER)) {
      storage.put(key(1), value(100));
      disk.syncsToFail.set(2);
      assertThatThrownBy(() -> storage.put(key(2), value(100))).isInstanceOf(OutcomeUnknown.class);
      disk.syncsToFail.set(1);
      assertThatThrownBy(() -> storage.put(key(2), value(100))).isInstanceOf(Unavailable.class);
      assertThat(contents(storage)).hasSize(1);
      storage.put(key(3), value(100));
      assertThat(contents(storage)).hasSize(2);
    }
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).hasSize(2);
    }
  }

  @Test
  void aFullDiskRefusesCommitsUntilThereIsRoom() {
    for (Durability durability : List.of(Durability.PROCESS, Durability.POWER)) {
      Path store = directory.resolve(durability.name());
      List<Entry> before;
      try (Storage storage = faulty(store, durability)) {
        disk.allocationFails = true;
        assertThatThrownBy(
                () -> {
                  for (int i = 0; i < 100_000; i++) {
                    storage.put(key(i % 100), value(100));
                  }
                })
            .isInstanceOf(LimitExceeded.class);
        before = contents(storage);
        assertThat(before).hasSize(100);
        for (int i = 0; i < 100; i++) {
          assertThatThrownBy(() -> storage.put(key(101), value(5_000)))
              .isInstanceOf(LimitExceeded.class);
        }
        assertThat(contents(storage)).isEqualTo(before);
        disk.allocationFails = false;
        storage.put(key(100), value(100));
        before = contents(storage);
      }
      assertHolds(store, before);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "POWER"})
  void largeSegmentsAreMadeAheadAndSurviveAKill(Durability durability) throws Exception {
    Path store = directory.resolve("store");
    List<Entry> before;
    try (Storage storage = large(store, durability)) {
      for (int i = 0; i < 80; i++) {
        storage.put(key(i), value(100_000));
      }
      assertThat(disk.madeAhead.get()).isPositive();
      before = contents(storage);
      SampleStore.copy(store, directory.resolve("killed"));
    }
    assertHolds(store, before);
    assertHolds(directory.resolve("killed"), before);
    assertThat(store).isDirectoryNotContaining("glob:**/*.unfinished");
  }

  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "POWER"})
  void aSegmentThatCannotBeMadeAheadIsMadeWhenItIsNeeded(Durability durability) throws Exception {
    List<Entry> before;
    try (Storage storage = large(directory, durability)) {
      for (int i = 0; disk.madeAhead.get() == 0; i++) {
        storage.put(key(i % 100), value(10_000));
      }
      disk.allocationFails = true;
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  storage.put(key(i % 100), value(10_000));
                }
              })
          .isInstanceOf(LimitExceeded.class);
      disk.allocationFails = false;
      storage.put(key(101), value(10_000));
      before = contents(storage);
    }
    assertHolds(directory, before);
  }

  @Test
  void aSegmentWithoutANameIsNotUsed() {
    List<Entry> before;
    try (Storage storage = faulty(directory, Durability.PROCESS)) {
      storage.put(key(1), value(100));
      disk.renameFails = true;
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  storage.put(key(i % 100), value(100));
                }
              })
          .isInstanceOf(Unavailable.class);
      disk.renameFails = false;
      storage.put(key(100), value(100));
      before = contents(storage);
    }
    assertHolds(directory, before);
  }

  @Test
  void concurrentCommitsShareOneSync() throws Exception {
    int threads = 16;
    int each = 50;
    try (Storage storage = faulty(directory, Durability.POWER)) {
      int before = disk.syncs.get();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> futures = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int mine = thread;
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < each; i++) {
                    storage.put(key(mine * 1_000L + i), value(100));
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> future : futures) {
        future.get();
      }
      pool.shutdown();
      assertThat(disk.syncs.get() - before).isLessThan(threads * each / 2);
      assertThat(contents(storage)).hasSize(threads * each);
    }
  }

  @Test
  void processDurabilityNeverSyncsACommit() {
    try (Storage storage = faulty(directory, Durability.PROCESS)) {
      int before = disk.syncs.get();
      for (int i = 0; i < 10; i++) {
        storage.put(key(i), value(100));
      }
      assertThat(disk.syncs.get()).isEqualTo(before);
    }
  }

  @Test
  void anUnfinishedCompactionIsHarmless() throws Exception {
    List<Entry> before;
    try (Storage storage = faulty(directory, Durability.PROCESS)) {
      for (int i = 0; i < 500; i++) {
        storage.put(key(i % 50), value(100));
      }
      before = contents(storage);
      disk.renameFails = true;
      assertThatThrownBy(() -> SampleStore.writable(storage).compact())
          .hasMessageContaining("Input/output");
      disk.renameFails = false;
      assertThat(contents(storage)).isEqualTo(before);
    }
    assertHolds(directory, before);
  }

  private Storage faulty(Path path, Durability durability) {
    ChronicleOptions options = small(path).durability(durability).options();
    return Storage.of(ChronicleBackend.open(options, disk));
  }

  /** Files of the log become large enough to be made ahead. */
  private Storage large(Path path, Durability durability) {
    ChronicleOptions options =
        small(path).durability(durability).entries(20_000).logBytes(4 << 20, 1L << 30).options();
    return Storage.of(ChronicleBackend.open(options, disk));
  }

  private static void assertHolds(Path path, List<Entry> entries) {
    try (Storage storage = open(small(path))) {
      assertThat(contents(storage)).isEqualTo(entries);
    }
    assertThat(
            new ChronicleMaintenance(new FaultyDisk()).verify(path, (done, total) -> {}).damages())
        .isEmpty();
  }
}

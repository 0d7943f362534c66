package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that is really full, of 8 MiB in memory; skipped where none may be mounted. */
final class FullDiskTest {
  @TempDir Path directory;

  /** The map's memory is a file: what it writes to without room would end the process. */
  @ParameterizedTest
  @ValueSource(ints = {16 << 10, 32 << 20}) // so either the map or the log finds no room first
  void aFullDiskNeitherEndsTheProcessNorLosesWhatWasAcknowledged(int segmentBytes)
      throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
      Path store = disk.directory().resolve("store");
      long acknowledged = 0;
      StorageException refused = null;
      Storage full = open(store, segmentBytes);
      while (refused == null) {
        try {
          full.put(key(acknowledged), value(2_000));
          acknowledged++;
        } catch (StorageException e) {
          refused = e;
        }
      }
      closeWithoutRoom(full);
      assertThat(refused).isInstanceOfAny(LimitExceeded.class, OutcomeUnknown.class);
      assertThat(acknowledged).isPositive();
      assertThat(
              new ChronicleMaintenance(new FaultyDisk())
                  .verify(store, ProgressListener.NONE)
                  .damages())
          .isEmpty();
      disk.resize(64 << 20);
      try (Storage storage = open(store, segmentBytes)) {
        List<Entry> present = contents(storage);
        assertThat(present).hasSizeGreaterThanOrEqualTo((int) acknowledged);
        for (int i = 0; i < acknowledged; i++) {
          assertThat(present.get(i).key()).isEqualTo(key(i));
        }
        storage.put(key(acknowledged + 1), value(2_000));
      }
    }
  }

  @Test
  void aStoreIsNotMadeWhereThereIsNoRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 8 << 20)) {
      Path store = disk.directory().resolve("store");
      Path ballast = disk.fill();
      assertThatThrownBy(() -> open(store, 32 << 20)).isInstanceOf(LimitExceeded.class);
      Files.delete(ballast);
      try (Storage storage = open(store, 32 << 20)) {
        storage.put(key(1), value(100));
      }
    }
  }

  /** There may be none for the mark of a clean closing; then the map is made anew. */
  private static void closeWithoutRoom(Storage storage) {
    try {
      storage.close();
    } catch (Unavailable e) {
      assertThat(e).hasMessageContaining("nothing is lost");
    }
  }

  /** A map that has to grow again and again. */
  private static Storage open(Path store, int segmentBytes) {
    return SampleStore.open(
        ChronicleBackend.builder(store)
            .entries(500)
            .averageKeyBytes(16)
            .averageValueBytes(2_000)
            .growth(50)
            .logBytes(segmentBytes, 1L << 30));
  }
}

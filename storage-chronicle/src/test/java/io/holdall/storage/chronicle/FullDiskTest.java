package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.storage.Entry;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system that is really full, of 8 MiB in memory; skipped where none may be mounted. */
final class FullDiskTest {
  @TempDir Path directory;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
        "no file system may be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    if (!run("umount", disk.toString())) {
      run("umount", "-l", disk.toString());
    }
  }

  /** The map's memory is a file: what it writes to without room would end the process. */
  @ParameterizedTest
  @ValueSource(ints = {16 << 10, 32 << 20}) // so either the map or the log finds no room first
  void aFullDiskNeitherEndsTheProcessNorLosesWhatWasAcknowledged(int segmentBytes)
      throws Exception {
    Path store = disk.resolve("store");
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
    assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
    try (Storage storage = open(store, segmentBytes)) {
      List<Entry> present = contents(storage);
      assertThat(present).hasSizeGreaterThanOrEqualTo((int) acknowledged);
      for (int i = 0; i < acknowledged; i++) {
        assertThat(present.get(i).key()).isEqualTo(key(i));
      }
      storage.put(key(acknowledged + 1), value(2_000));
    }
  }

  @Test
  void aStoreIsNotMadeWhereThereIsNoRoom() throws Exception {
    run("dd", "if=/dev/zero", "of=" + disk.resolve("ballast"), "bs=4096");
    StorageException refused = null;
    try {
      open(disk.resolve("store"), 32 << 20).close();
    } catch (StorageException e) {
      refused = e;
    }
    assertThat(refused).isInstanceOf(LimitExceeded.class);
    Files.delete(disk.resolve("ballast"));
    try (Storage storage = open(disk.resolve("store"), 32 << 20)) {
      storage.put(key(1), value(100));
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

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}

package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.open;
import static io.holdall.storage.chronicle.SampleStore.small;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Storage;
import io.holdall.storage.chronicle.log.Damages;
import io.holdall.storage.chronicle.log.LogDirectory;
import io.holdall.storage.chronicle.log.LogPosition;
import io.holdall.storage.chronicle.log.LogReplay;
import io.holdall.storage.chronicle.log.LogTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go under the hands of those who read them, and nobody is to notice. */
final class ReadersBesideCompactionTest {
  private static final int ENTRIES = 50;
  private static final int READERS = 40;

  @TempDir Path directory;

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void readersThatOpenWhileFilesAreReplacedSeeEverything() throws Exception {
    try (Storage storage = open(small(directory))) {
      fill(storage, 1);
      ExecutorService pool = Executors.newSingleThreadExecutor();
      Future<Integer> writer =
          pool.submit(
              () -> {
                int compactions = 0;
                for (; !Thread.interrupted(); compactions++) {
                  fill(storage, 1);
                  SampleStore.writable(storage).compact();
                }
                return compactions;
              });
      ChronicleMaintenance maintenance = new ChronicleMaintenance(disk);
      for (int i = 0; i < READERS; i++) {
        try (Storage reader = open(small(directory).readOnly(true))) {
          assertThat(contents(reader)).hasSize(ENTRIES);
          assertThat(contents(reader)).hasSize(ENTRIES);
          assertThat(reader.stats().entries()).hasValue(ENTRIES);
        }
        assertThat(maintenance.verify(directory, ProgressListener.NONE).damages()).isEmpty();
      }
      pool.shutdownNow();
      assertThat(writer.get()).isPositive();
    }
  }

  /** Whatever order the directory has: a reader must not take an old segment for the last. */
  @Test
  void aCompactionThatDiesWhileItRemovesFilesHidesNothingFromReaders() throws Exception {
    for (int removals = 0; removals < 5; removals++) {
      Path store = directory.resolve("store" + removals);
      try (Storage storage = quiet(store);
          Storage reader = open(small(store).readOnly(true))) {
        fill(storage, 1);
        assertThat(contents(reader)).hasSize(ENTRIES); // it stands in the first segment
        fill(storage, 30); // goes on in others
        disk.removalsUntilFailure.set(removals);
        assertThatThrownBy(() -> SampleStore.writable(storage).compact())
            .isInstanceOf(IOException.class);
        disk.removalsUntilFailure.set(Integer.MAX_VALUE);
        storage.put(key(1), value(77));
        List<Entry> before = contents(storage);
        assertThat(contents(reader)).as("after %d removals", removals).isEqualTo(before);
        try (Storage another = open(small(store).readOnly(true))) {
          assertThat(contents(another)).as("after %d removals", removals).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void whatIsBeingReadMayBeRemoved() throws Exception {
    try (Storage storage = quiet(directory)) {
      fill(storage, 30);
      SampleStore.writable(storage).compact();
      fill(storage, 30);
      LogDirectory files = new LogDirectory(directory);
      NavigableMap<String, LogPosition> found = new TreeMap<>();
      LogTarget target =
          new LogTarget() {
            @Override
            public void put(String key, LogPosition position) {
              if (found.isEmpty()) {
                compact(storage);
              }
              found.put(key, position);
            }

            @Override
            public void delete(String key) {
              found.remove(key);
            }
          };
      LogReplay.replay(files, files.manifest(), target, Damages.FATAL);
      assertThat(found.values())
          .extracting(LogPosition::value)
          .isEqualTo(contents(storage).stream().map(Entry::value).toList());
    }
  }

  private static void compact(Storage storage) {
    try {
      SampleStore.writable(storage).compact();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A store that compacts when it is told to. */
  private Storage quiet(Path path) {
    return Storage.of(
        ChronicleBackend.open(small(path).logBytes(16 << 10, 1L << 30).options(), disk));
  }

  private static void fill(Storage storage, int times) {
    for (int time = 0; time < times; time++) {
      for (int i = 0; i < ENTRIES; i++) {
        storage.put(key(i), value(100 + time));
      }
    }
  }
}

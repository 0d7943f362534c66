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
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged files: found, named, and repaired as far as they can be read. */
final class DamageTest {
  private final ChronicleMaintenance maintenance = new ChronicleMaintenance(new FaultyDisk());

  @TempDir Path directory;

  /** Wherever a closed store is damaged, it says so, or it is as it was. */
  @ParameterizedTest
  @EnumSource(names = {"PROCESS", "POWER"})
  void noDamageOfAClosedStoreGoesUnnoticed(Durability durability) throws Exception {
    Path sound = directory.resolve("sound");
    List<Entry> before;
    try (Storage storage = open(small(sound).durability(durability))) {
      fill(storage, 0, 60);
      SampleStore.writable(storage).compact();
      fill(storage, 60, 90);
    }
    try (Storage storage = open(small(sound).durability(durability))) {
      fill(storage, 90, 100);
      before = contents(storage);
    }
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 150; i++) {
      Path damaged = SampleStore.copy(sound, directory.resolve("damaged" + i));
      Path file =
          damaged.resolve(
              pick(
                  random,
                  List.of("manifest", "base-000000002-000001", "log-000000002", "log-000000003")));
      long at = random.nextInt((int) Math.min(Files.size(file), 6_000));
      flip(file, at, 1 << random.nextInt(8));
      String where = "%s at %d (seed %d)".formatted(file.getFileName(), at, seed);
      try (Storage reader = open(small(damaged).readOnly(true))) {
        assertThat(contents(reader)).as(where).isEqualTo(before);
      } catch (Corrupt e) {
        assertThat(e.attribute("file")).as(where).contains(file.getFileName().toString());
        assertThat(e.attribute("offset")).as(where).isPresent();
        assertThat(maintenance.verify(damaged, ProgressListener.NONE).damages())
            .as(where)
            .isNotEmpty();
        Repair repair = maintenance.repair(damaged, false, ProgressListener.NONE);
        assertThat(repair.lost()).as(where).isNotEmpty();
        assertThat(maintenance.verify(damaged, ProgressListener.NONE).isSound()).as(where).isTrue();
        try (Storage reader = open(small(damaged).readOnly(true))) {
          assertThat(contents(reader))
              .as(where)
              .hasSize((int) repair.entriesKept())
              .isSubsetOf(before);
        }
      }
    }
  }

  @Test
  void repairSavesWhatCanBeReadAndKeepsTheDamagedFiles() throws Exception {
    try (Storage storage = open(small(directory))) {
      fill(storage, 0, 50);
    }
    Path log = directory.resolve("log-000000001");
    flip(log, 64 + 60, 1); // the first commit
    assertThatThrownBy(() -> open(small(directory)))
        .isInstanceOfSatisfying(
            Corrupt.class,
            e -> {
              assertThat(e.attribute("file")).contains("log-000000001");
              assertThat(e.attribute("offset")).contains("64");
            });
    Repair planned = maintenance.repair(directory, true, ProgressListener.NONE);
    assertThat(directory.resolve("damaged-1")).doesNotExist();
    Repair done = maintenance.repair(directory, false, ProgressListener.NONE);
    assertThat(done).isEqualTo(planned);
    assertThat(done.entriesKept()).isEqualTo(49);
    assertThat(done.lost())
        .singleElement()
        .satisfies(lost -> assertThat(lost.offset()).isEqualTo(64));
    assertThat(Path.of(done.keptAt())).isDirectoryContaining("glob:**/log-000000001");
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).extracting(Entry::key).hasSize(49).doesNotContain(key(0));
      storage.put(key(0), value(100));
    }
    try (Storage storage = open(small(directory))) {
      assertThat(contents(storage)).hasSize(50);
    }
  }

  @Test
  void aMissingFileIsDamage() throws Exception {
    try (Storage storage = open(small(directory))) {
      fill(storage, 0, 50);
    }
    open(small(directory)).close();
    open(small(directory)).close();
    Files.delete(directory.resolve("log-000000002"));
    assertThatThrownBy(() -> open(small(directory)))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("log-000000002");
    Files.delete(directory.resolve("log-000000001"));
    assertThatThrownBy(() -> open(small(directory).readOnly(true)))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("log-000000001");
  }

  @Test
  void aDirectoryThatHoldsSomethingElseIsNotTaken() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "Dear all");
    assertThatThrownBy(() -> open(small(directory)))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("letter.txt");
    assertThatThrownBy(() -> open(small(directory).readOnly(true)))
        .isInstanceOfSatisfying(
            Unavailable.class, e -> assertThat(e.attribute("reason")).contains("not-found"));
  }

  private static void fill(Storage storage, int from, int to) {
    for (int i = from; i < to; i++) {
      storage.put(key(i), value(100));
    }
  }

  private static String pick(Random random, List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static void flip(Path file, long at, int bits) throws Exception {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ bits);
    }
  }
}

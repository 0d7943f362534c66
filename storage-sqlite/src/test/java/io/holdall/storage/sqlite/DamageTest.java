package io.holdall.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.StoreMaintenance;
import io.holdall.storage.spi.StoreMaintenance.Repair;
import io.holdall.storage.spi.StoreMaintenance.Verification;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes of the file are changed behind the store's back: never a wrong value, and repair works. */
final class DamageTest {
  private static final int ENTRIES = 400;

  private final SqliteBackendFactory factory = new SqliteBackendFactory();
  private final StoreMaintenance maintenance = factory.maintenance().orElseThrow();
  private final Map<Key, Value> written = new TreeMap<>();

  @TempDir Path directory;
  private Path file = Path.of("");
  private byte[] sound = {};

  @BeforeEach
  void fill() throws IOException {
    file = directory.resolve("store.db");
    Random random = new Random(42);
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int i = 0; i < ENTRIES; i++) {
        Key key = Key.of("conversations", "s" + i % 7, "messages").child(i);
        byte[] noise = new byte[i % 40 == 0 ? 20_000 : 60];
        random.nextBytes(noise);
        Value value = i % 3 == 0 ? Value.binary(noise) : Value.json("{\"text\":\"" + i + "\"}");
        written.put(key, value);
        batch.put(key, value);
      }
      storage.commit(batch.build());
    }
    sound = Files.readAllBytes(file);
  }

  @Test
  void aSoundStoreVerifiesAndIsNotRepaired() throws IOException {
    Verification verification = maintenance.verify(settings(), ProgressListener.NONE);
    assertThat(verification.damages()).isEmpty();
    assertThat(verification.entriesRead()).isEqualTo(ENTRIES);

    Repair repair = maintenance.repair(settings(), false, ProgressListener.NONE);
    assertThat(repair.keptAt()).isEmpty();
    assertThat(file).hasBinaryContent(sound);
  }

  @Test
  void flippedBytesNeverGiveAWrongValue() throws IOException {
    long seed = Long.getLong("holdall.test.seed", System.nanoTime());
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 150; round++) {
      byte[] damaged = sound.clone();
      int page = round % (sound.length / Schema.PAGE_BYTES);
      int offset = page * Schema.PAGE_BYTES + random.nextInt(round % 2 == 0 ? 200 : 8192);
      damaged[offset] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try {
        found += examine() ? 1 : 0;
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", byte " + offset + ": " + e.getMessage(), e);
      }
      removeJournal();
    }
    assertThat(found).as("damages found, seed %d", seed).isGreaterThan(20);
  }

  @Test
  void aDamagedValueIsCorruptWithFileAndOffset() throws IOException {
    Key key = Key.of("conversations", "s1", "messages").child(1);
    byte[] damaged = sound.clone();
    damage(damaged, "{\"text\":\"1\"}");
    Files.write(file, damaged);

    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      storage.get(key);
      fail("A damaged value was handed out");
    } catch (Corrupt e) {
      assertThat(e.attribute("file")).contains(file.toString());
      int offset = Integer.parseInt(e.attribute("offset").orElseThrow());
      assertThat(new String(damaged, offset, 80, StandardCharsets.ISO_8859_1))
          .contains(key.encoded());
    }
    assertThat(maintenance.verify(settings(), ProgressListener.NONE).damages()).hasSize(1);
  }

  @Test
  void repairKeepsAllButTheDamagedRowAndSaysWhichItWas() throws IOException {
    byte[] damaged = sound.clone();
    damage(damaged, "{\"text\":\"1\"}");
    Files.write(file, damaged);

    Repair preview = maintenance.repair(settings(), true, ProgressListener.NONE);
    assertThat(preview.entriesKept()).isEqualTo(ENTRIES - 1);
    assertThat(file).hasBinaryContent(damaged);
    assertThat(directory.toFile().list())
        .containsOnly("store.db", "store.db-wal", "store.db-shm"); // of who looked, both empty

    Repair repair = maintenance.repair(settings(), false, ProgressListener.NONE);
    assertThat(repair.entriesKept()).isEqualTo(ENTRIES - 1);
    assertThat(repair.lost()).hasSize(1).allMatch(damage -> damage.offset() > 0);
    assertThat(repair.lost().toString()).contains("conversations/s1/messages/000000000001");
    assertThat(Path.of(repair.keptAt())).hasBinaryContent(damaged);
    written.remove(Key.of("conversations", "s1", "messages").child(1));
    assertThat(contents()).isEqualTo(written);
    assertThat(maintenance.verify(settings(), ProgressListener.NONE).isSound()).isTrue();
  }

  @Test
  void manyRowsAreRepairedInOneTransactionWithProgress() throws IOException {
    int many = 100_000;
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      for (int from = ENTRIES; from < many; from += 8_300) {
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int i = from; i < from + 8_300; i++) {
          batch.put(Key.of("many").child(i), Value.json("{\"text\":\"" + i + "\"}"));
        }
        storage.commit(batch.build());
      }
    }
    byte[] damaged = Files.readAllBytes(file);
    damage(damaged, "{\"text\":\"1\"}");
    damage(damaged, "{\"text\":\"77777\"}");
    Files.write(file, damaged);
    List<Long> done = new ArrayList<>();

    Verification verification = maintenance.verify(settings(), ProgressListener.NONE);
    assertThat(verification.damages()).hasSize(2).allMatch(damage -> damage.offset() > 0);
    Repair repair = maintenance.repair(settings(), false, (pages, total) -> done.add(pages));

    assertThat(repair.entriesKept()).isEqualTo(many - 2);
    assertThat(repair.lost()).hasSize(2);
    assertThat(repair.lost().toString()).contains("many/000000077777");
    assertThat(transactions()).isEqualTo(1);
    assertThat(done).hasSizeGreaterThan(many / 200);
    assertThat(maintenance.verify(settings(), ProgressListener.NONE).entriesRead())
        .isEqualTo(many - 2);
  }

  /** The file counts the transactions that have changed it, as long as it has no journal. */
  private int transactions() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).getInt(24);
  }

  @Test
  void repairFindsTheRowsBelowADestroyedRoot() throws IOException {
    byte[] damaged = sound.clone();
    Arrays.fill(damaged, Schema.PAGE_BYTES, 2 * Schema.PAGE_BYTES, (byte) 0x5A);
    Files.write(file, damaged);

    assertThat(maintenance.verify(settings(), ProgressListener.NONE).isSound()).isFalse();
    Repair repair = maintenance.repair(settings(), false, ProgressListener.NONE);

    assertThat(repair.entriesKept()).isEqualTo(ENTRIES);
    assertThat(contents()).isEqualTo(written);
  }

  @Test
  void repairFindsTheRowsWithoutTheHeader() throws IOException {
    byte[] damaged = sound.clone();
    Arrays.fill(damaged, 0, 100, (byte) 0);
    Files.write(file, damaged);

    assertThat(maintenance.verify(settings(), ProgressListener.NONE).isSound()).isFalse();
    maintenance.repair(settings(), false, ProgressListener.NONE);

    assertThat(contents()).isEqualTo(written);
  }

  /** Whether the damage was met. */
  private boolean examine() {
    boolean met = false;
    Map<Key, Value> read = new TreeMap<>();
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      for (Map.Entry<Key, Value> entry : written.entrySet()) {
        try {
          storage.get(entry.getKey()).map(Entry::value).ifPresent(v -> read.put(entry.getKey(), v));
        } catch (Corrupt e) {
          met = true;
        }
      }
      try {
        storage.stream(Scan.all())
            .forEach(entry -> assertThat(entry.value()).isEqualTo(written.get(entry.key())));
      } catch (Corrupt e) {
        met = true;
      }
    } catch (StorageException e) {
      met = true;
    }
    read.forEach((key, value) -> assertThat(value).as("%s", key).isEqualTo(written.get(key)));
    if (!met && read.size() < ENTRIES) {
      assertThat(maintenance.verify(settings(), ProgressListener.NONE).isSound())
          .as("entries are missing, and verify finds nothing")
          .isFalse();
      met = true;
    }
    return met;
  }

  private Map<Key, Value> contents() {
    Map<Key, Value> contents = new TreeMap<>();
    try (Storage storage = Storage.of(SqliteBackend.open(file))) {
      storage.stream(Scan.all()).forEach(entry -> contents.put(entry.key(), entry.value()));
    }
    return contents;
  }

  /** Wherever it stands: pages keep old copies in the room they do not use. */
  private static void damage(byte[] file, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    int changed = 0;
    for (int i = 0; i + wanted.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
        file[i + 3] ^= 1;
        changed++;
      }
    }
    assertThat(changed).isPositive();
  }

  private void removeJournal() throws IOException {
    Files.deleteIfExists(directory.resolve("store.db-wal"));
    Files.deleteIfExists(directory.resolve("store.db-shm"));
  }

  private Settings settings() {
    return Settings.of("backend sqlite", factory.settings(), Map.of("path", file.toString()));
  }
}

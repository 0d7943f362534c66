package io.holdall.storage.chronicle;

import static io.holdall.storage.chronicle.SampleStore.contents;
import static io.holdall.storage.chronicle.SampleStore.key;
import static io.holdall.storage.chronicle.SampleStore.open;
import static io.holdall.storage.chronicle.SampleStore.small;
import static io.holdall.storage.chronicle.SampleStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.migration.Copier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the map is full, and with sizes other than those it was made with. */
final class CapacityTest {
  @TempDir Path directory;

  @Test
  void aFullStoreRefusesCommitsAndKeepsEverything() throws Exception {
    Path store = directory.resolve("store");
    List<Entry> before;
    try (Storage storage = open(small(store).growth(1))) {
      fill(storage);
      before = contents(storage);
      assertThat(before.size()).isGreaterThan(900);
      assertThatThrownBy(() -> storage.put(Key.of("one", "more"), value(10_000)))
          .isInstanceOf(LimitExceeded.class);
      assertThat(contents(storage)).isEqualTo(before);
      assertThat(storage.stats().details())
          .hasEntrySatisfying(
              "map filled to",
              filled -> assertThat(filled).matches("[12]\\d\\d\\.\\d % of what it was made for"));
      SampleStore.copy(store, directory.resolve("killed"));
    }
    try (Storage storage = open(small(directory.resolve("killed")).growth(1))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
    try (Storage storage = open(small(store).growth(1))) {
      assertThat(contents(storage)).isEqualTo(before);
    }
  }

  @Test
  void aBatchWithoutRoomIsUndoneAsAWhole() {
    try (Storage storage = open(small(directory).growth(1))) {
      fill(storage);
      List<Entry> before = contents(storage);
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int i = 0; i < 300; i += 3) {
        batch.delete(key(i));
        batch.put(key(i + 1), value(20));
        batch.put(key(i + 2), value(101));
      }
      batch.put(Key.of("large"), value(5_000_000));
      assertThatThrownBy(() -> storage.commit(batch.build())).isInstanceOf(LimitExceeded.class);
      assertThat(contents(storage)).isEqualTo(before);
      for (Entry entry : before) {
        assertThat(storage.get(entry.key())).contains(entry);
      }
    }
    try (Storage storage = open(small(directory).growth(1))) {
      assertThat(storage.get(Key.of("large"))).isEmpty();
      assertThat(storage.get(key(0))).isPresent();
    }
  }

  @Test
  void deletingMakesRoom() {
    try (Storage storage = open(small(directory).growth(1))) {
      long stored = fill(storage);
      for (int i = 0; i < stored; i += 2) {
        storage.delete(key(i));
      }
      for (int i = 0; i < stored / 3; i++) {
        storage.put(Key.of("later").child(i), value(100));
      }
      assertThat(contents(storage)).hasSizeGreaterThan((int) (stored / 2 + stored / 3 - 2));
    }
  }

  @Test
  void aFullStoreIsCopiedIntoALargerOne() {
    try (Storage full = open(small(directory.resolve("full")).growth(1));
        Storage larger = open(small(directory.resolve("larger")).entries(10_000))) {
      long stored = fill(full);
      Copier.from(full).to(larger).run();
      assertThat(contents(larger)).hasSize((int) stored);
      larger.put(Key.of("one", "more"), value(1_000));
    }
  }

  @Test
  void openingWithOtherSizesMakesTheMapAnewAndKeepsEverything() {
    List<Entry> before;
    try (Storage storage = open(small(directory).growth(1))) {
      fill(storage);
      before = contents(storage);
    }
    try (Storage storage = open(small(directory).entries(5_000).growth(2))) {
      assertThat(contents(storage)).isEqualTo(before);
      assertThat(storage.stats().details()).containsEntry("map made for", described(5_000, 2));
      storage.put(Key.of("one", "more"), value(5_000));
    }
    try (Storage storage = open(ChronicleBackend.builder(directory))) {
      assertThat(storage.stats().details()).containsEntry("map made for", described(5_000, 2));
    }
    try (Storage storage = open(ChronicleBackend.builder(directory).readOnly(true))) {
      assertThat(storage.stats().details()).containsEntry("map made for", described(5_000, 2));
    }
  }

  @Test
  void sizesTooSmallForWhatIsStoredAreNotTaken() {
    try (Storage storage = open(small(directory))) {
      for (int i = 0; i < 500; i++) {
        storage.put(key(i), value(100));
      }
    }
    try (Storage storage = open(small(directory).entries(10).growth(1))) {
      assertThat(storage.stats().details()).containsEntry("map made for", described(1_000, 10));
      assertThat(contents(storage)).hasSize(500);
    }
  }

  @Test
  void valuesLargerThanAnyPartOfTheMapRoundTrip() {
    byte[] large = new byte[16 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + (i >> 12));
    }
    Value value = Value.binary(large);
    try (Storage storage = open(ChronicleBackend.builder(directory))) {
      Key key = Key.of("large");
      for (int i = 0; i < 20; i++) { // the replaced ones make room
        storage.put(key, value);
      }
      assertThat(storage.get(key).orElseThrow().value()).isEqualTo(value);
      storage.put(key, Value.json("1"));
      assertThat(storage.get(key).orElseThrow().value()).isEqualTo(Value.json("1"));
      storage.put(key, value);
    }
    try (Storage storage = open(ChronicleBackend.builder(directory))) {
      assertThat(storage.get(Key.of("large")).orElseThrow().value()).isEqualTo(value);
    }
    assertThat(directory.resolve("entries.map"))
        .satisfies(map -> assertThat(Files.size(map)).isLessThan(1 << 30));
  }

  /** Fills the map with entries as large as it was made for. */
  private static long fill(Storage storage) {
    for (int i = 0; ; i++) {
      try {
        storage.put(key(i), value(100));
      } catch (LimitExceeded full) {
        return i;
      }
    }
  }

  private static String described(int entries, int growth) {
    return "%,d entries of 16 + 100 bytes, growing %d times".formatted(entries, growth);
  }
}

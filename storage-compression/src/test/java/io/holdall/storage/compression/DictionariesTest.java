package io.holdall.storage.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.readonly.ReadOnly;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.testkit.faults.Faults;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Dictionaries: trained, stored, found again, several at once. */
final class DictionariesTest {
  private static final Key MESSAGES = Key.of("messages");
  private static final Key FIRST = Key.parse("_holdall_compression/dictionaries/000000000001");

  private final MemoryBackend inner = new MemoryBackend();
  private final Storage stored = Storage.of(inner);
  private final Storage storage = open();
  private final Random random = new Random(7);

  @Test
  void aDictionaryMakesSmallValuesMuchSmaller() {
    fill(1_000);
    long without = storedBytes();
    assertThat(Compression.train(storage, Scan.under(MESSAGES))).isEqualTo(1);
    fill(1_000);
    assertThat(storedBytes()).isLessThan(without * 2 / 3);
    assertThat(storage.stream(Scan.under(MESSAGES)).map(e -> e.value().text()))
        .allMatch(text -> text.contains("\"role\":\"user\""));
  }

  @Test
  void otherOpeningsReadItAtOnceAndWriteWithItWhenOpened() {
    Storage before = open();
    fill(500);
    Compression.train(storage, Scan.under(MESSAGES));
    storage.put(MESSAGES, message());
    assertThat(before.get(MESSAGES)).isEqualTo(storage.get(MESSAGES));
    Storage after = open();
    assertThat(after.extension(Dictionaries.class).orElseThrow().current()).isEqualTo(1);
    after.put(MESSAGES, message());
    assertThat(stored.get(MESSAGES).orElseThrow().value().bytes()[4]).isEqualTo((byte) 1);
  }

  @Test
  void valuesOfSeveralGenerationsAreReadSideBySide() {
    fill(300);
    Value first = message();
    storage.put(Key.of("without"), first);
    for (int generation = 1; generation <= 3; generation++) {
      assertThat(Compression.train(storage, Scan.under(MESSAGES))).isEqualTo(generation);
      storage.put(Key.of("generation").child(generation), first);
    }
    try (StorageSnapshot snapshot = open().snapshot()) {
      assertThat(snapshot.stream(Scan.under(Key.of("generation"))).map(Entry::value))
          .containsExactly(first, first, first);
      assertThat(snapshot.get(Key.of("without")).map(Entry::value)).contains(first);
    }
    assertThat(stored.stream(Scan.under(Key.of("generation"))).map(e -> (int) e.value().bytes()[4]))
        .containsExactly(1, 2, 3);
  }

  @Test
  void examplesMayBeGiven() {
    List<Value> examples = IntStream.range(0, 500).mapToObj(i -> message()).toList();
    Dictionaries dictionaries = storage.extension(Dictionaries.class).orElseThrow();
    assertThat(dictionaries.current()).isZero();
    assertThat(dictionaries.train(examples)).isEqualTo(1);
    assertThat(dictionaries.current()).isEqualTo(1);
  }

  @Test
  void tooFewExamplesAreRefusedAndNothingIsWritten() {
    Dictionaries dictionaries = storage.extension(Dictionaries.class).orElseThrow();
    assertThatThrownBy(() -> dictionaries.train(List.of())).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> dictionaries.train(List.of(message())))
        .isInstanceOf(InvalidArgument.class);
    assertThat(stored.count(Scan.all())).isZero();
  }

  @Test
  void ofTwoThatTrainAtOnceOneConflicts() {
    fill(300);
    Faults faults = Faults.scripted();
    Storage slow = Storage.builder(inner).with(faults).with(Compression.defaults()).open();
    faults.before(batch -> true, () -> Compression.train(storage, Scan.all()));
    assertThatThrownBy(() -> Compression.train(slow, Scan.all())).isInstanceOf(Conflict.class);
    assertThat(Compression.train(slow, Scan.all())).isEqualTo(2);
  }

  @Test
  void aMissingOrDamagedDictionaryIsCorrupt() {
    fill(300);
    Compression.train(storage, Scan.under(MESSAGES));
    storage.put(MESSAGES, message());
    byte[] dictionary = stored.get(FIRST).orElseThrow().value().bytes();
    for (int damaged : new int[] {0, 4, dictionary.length - 1}) {
      byte[] changed = dictionary.clone();
      changed[damaged] ^= 1;
      inner.commit(WriteBatch.builder().put(FIRST, Value.binary(changed)).build());
      assertThatThrownBy(() -> open().get(MESSAGES))
          .isInstanceOf(Corrupt.class)
          .hasMessageContaining(FIRST.encoded());
    }
    inner.commit(WriteBatch.builder().delete(FIRST).build());
    assertThatThrownBy(() -> open().get(MESSAGES)).isInstanceOf(Corrupt.class);
    assertThat(storage.get(MESSAGES)).isPresent();
  }

  @Test
  void aStoreThatIsReadOnlyIsNotTrained() {
    fill(300);
    Storage reading =
        Storage.builder(inner).with(ReadOnly.decorator()).with(Compression.defaults()).open();
    assertThatThrownBy(() -> Compression.train(reading, Scan.all()))
        .isInstanceOf(AccessDenied.class);
    assertThat(reading.get(MESSAGES.child(1))).isPresent();
  }

  @Test
  void trainingNeedsTheDecorator() {
    assertThatThrownBy(() -> Compression.train(stored, Scan.all())).isInstanceOf(Unsupported.class);
  }

  private Storage open() {
    return Storage.builder(inner).with(Compression.defaults()).open();
  }

  private void fill(int messages) {
    for (int i = 0; i < messages; i++) {
      storage.put(MESSAGES.child(i), message());
    }
  }

  private long storedBytes() {
    return stored.stream(Scan.under(MESSAGES)).mapToLong(entry -> entry.value().length()).sum();
  }

  private Value message() {
    return Value.json(
        "{\"message\":{\"role\":\"user\",\"content\":\"%x\"},\"time\":\"2026-01-01T00:%02d:00Z\"}"
            .formatted(random.nextLong(), random.nextInt(60)));
  }
}

package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.migration.Copier;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many requests calls make, and of which kind. */
final class RequestsTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value VALUE = Value.json("1");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void everyOperationOnAnEntryIsOneRequest() {
    Version version = storage.put(KEY, VALUE);
    assertCounts(1, 0, 0, 0);
    version = storage.put(KEY, VALUE, Condition.version(version));
    assertCounts(1, 0, 0, 0);
    storage.get(KEY);
    storage.get(Key.of("absent"));
    assertCounts(0, 2, 0, 0);
    storage.commit(WriteBatch.builder().check(KEY, Condition.version(version)).build());
    assertCounts(0, 1, 0, 0);
    storage.delete(KEY, Condition.version(version));
    storage.delete(KEY);
    assertCounts(0, 0, 2, 0);
    storage.commit(WriteBatch.builder().build());
    assertCounts(0, 0, 0, 0);
  }

  @Test
  void aScanListsAThousandNamesARequestAndReadsValuesSideBySide() {
    fill(1_000);
    store.service.latency(Duration.ofMillis(50)); // long beside sending a request, even if busy
    store.service.forget();
    Page page = storage.scan(Scan.under(Key.of("r")));
    assertThat(page.entries()).hasSize(1_000);
    assertThat(page.more()).isFalse();
    assertThat(store.service.mostUnderWay()).isBetween(16, 64);
    assertCounts(0, 1_000, 0, 1);
  }

  @Test
  void aScanOfKeysReadsNoValueAndKnowsTheVersions() {
    fill(5);
    Page page = storage.scan(Scan.under(Key.of("r")).keysOnly());
    assertCounts(0, 0, 0, 1);
    for (Entry entry : page.entries()) {
      assertThat(storage.get(entry.key()).orElseThrow().version()).isEqualTo(entry.version());
    }
  }

  @Test
  void aPageOfAScanListsNoMoreThanItNeeds() {
    fill(30);
    Page page = storage.scan(Scan.under(Key.of("r")).after(Key.of("r").child(9)).limit(10));
    assertThat(page.entries()).hasSize(10);
    assertThat(page.more()).isTrue();
    assertCounts(0, 10, 0, 1);
  }

  @Test
  void aReverseScanListsItsWholeRangeButReadsOnlyItsPage() {
    fill(2_500);
    Page page = storage.scan(Scan.under(Key.of("r")).reversed().limit(10));
    assertThat(page.entries()).hasSize(10);
    assertThat(page.entries().get(0).key()).isEqualTo(Key.of("r").child(2_499));
    assertCounts(0, 10, 0, 3);
  }

  @Test
  void requestsAreNeverMoreThanTheSettingSays() {
    fill(100);
    try (Storage narrow = store.open(builder -> builder.concurrency(3))) {
      store.service.latency(Duration.ofMillis(2));
      assertThat(narrow.scan(Scan.all()).entries()).hasSize(100);
      assertThat(store.service.mostUnderWay()).isEqualTo(3);
    }
  }

  @Test
  void objectsOfOthersUnderThePrefixAreLeftAlone() {
    storage.put(KEY, VALUE);
    for (String name : List.of("store/notes/", "store/a b", "store/%zz", "store//x", "other/n")) {
      store.service.put(TestStore.BUCKET, name, new byte[0]);
    }
    assertThat(storage.scan(Scan.all()).entries()).extracting(Entry::key).containsExactly(KEY);
    assertThat(storage.scan(Scan.all().reversed().limit(1)).more()).isFalse();
    assertThat(storage.stats().entries()).hasValue(1);
  }

  @Test
  void largeObjectsAreWrittenInPartsUnderTheSameConditions() {
    byte[] large = new byte[12 << 20];
    new Random(7).nextBytes(large);
    Value value = Value.binary(large);
    try (Storage parted = store.open(builder -> builder.multipartThreshold(5 << 20))) {
      Version version = parted.put(KEY, value, Condition.absent());
      assertThat(store.service.count(Operation.UPLOAD_PART)).isEqualTo(3);
      assertThat(store.service.count(Operation.PUT)).isZero();
      Entry read = parted.get(KEY).orElseThrow();
      assertThat(read.value()).isEqualTo(value);
      assertThat(read.version()).isEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.absent()))
          .isInstanceOf(Conflict.class);
      Version next = parted.put(KEY, value, Condition.version(version));
      assertThat(next).isNotEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, value, Condition.version(version)))
          .isInstanceOf(Conflict.class);
      assertThat(store.service.openUploads(TestStore.BUCKET)).isZero();
    }
  }

  @Test
  void aStoreIsCopiedToAndFro() {
    try (Storage before = Storage.inMemory();
        Storage after = Storage.inMemory()) {
      for (int i = 0; i < 50; i++) {
        before.put(Key.of("c").child(i), i % 2 == 0 ? VALUE : Value.binary(new byte[] {(byte) i}));
      }
      assertThat(Copier.from(before).to(storage).run().isExact()).isTrue();
      assertThat(Copier.from(storage).to(after).run().isExact()).isTrue();
      assertThat(after.scan(Scan.all()).entries())
          .extracting(Entry::value)
          .isEqualTo(before.scan(Scan.all()).entries().stream().map(Entry::value).toList());
    }
  }

  private void fill(int entries) {
    IntStream.range(0, entries)
        .forEach(
            i -> {
              byte[] body = Envelope.wrap(VALUE, "%022d".formatted(i));
              String name = "store/" + Key.of("r").child(i).encoded();
              store.service.put(TestStore.BUCKET, name, body);
            });
    store.service.forget();
  }

  private void assertCounts(int puts, int gets, int deletes, int lists) {
    assertThat(store.service.count(Operation.PUT)).as("PUT").isEqualTo(puts);
    assertThat(store.service.count(Operation.GET)).as("GET").isEqualTo(gets);
    assertThat(store.service.count(Operation.DELETE)).as("DELETE").isEqualTo(deletes);
    assertThat(store.service.count(Operation.LIST)).as("LIST").isEqualTo(lists);
    assertThat(store.service.count()).as("all").isEqualTo(puts + gets + deletes + lists);
    store.service.forget();
  }
}

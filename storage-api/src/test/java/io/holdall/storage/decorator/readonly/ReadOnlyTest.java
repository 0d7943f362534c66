package io.holdall.storage.decorator.readonly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.StorageBackend;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadOnlyTest {
  private static final Key KEY = Key.of("a");

  private final StorageBackend inner = new MemoryBackend();
  private final Version version = Storage.of(inner).put(KEY, Value.json("1"));
  private final Storage storage = Storage.builder(inner).with(ReadOnly.decorator()).open();

  @Test
  void everyWriteIsRefusedAndNothingIsWritten() {
    Value value = Value.json("2");
    Map<String, ThrowingCallable> writes =
        Map.of(
            "put",
            () -> storage.put(KEY, value),
            "put if",
            () -> storage.put(Key.of("b"), value, Condition.absent()),
            "delete",
            () -> storage.delete(KEY),
            "delete nothing",
            () -> storage.delete(Key.of("b")),
            "transact",
            () ->
                storage.transact(
                    tx -> {
                      tx.put(KEY, value);
                      return 1;
                    }));
    writes.forEach(
        (name, write) -> assertThatThrownBy(write).as(name).isInstanceOf(AccessDenied.class));
    assertThat(Storage.of(inner).get(KEY).map(Entry::version)).contains(version);
    assertThat(Storage.of(inner).count(Scan.all())).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_holdall_outbox"})
  void aWriteThatComesPastTheFrontIsRefusedToo(String collection) {
    WriteBatch batch =
        WriteBatch.builder()
            .check(KEY, Condition.version(version))
            .delete(Key.of(collection, "x"))
            .build();
    assertThatThrownBy(() -> storage.backend().commit(batch)).isInstanceOf(AccessDenied.class);
  }

  @Test
  void checksWithoutWritesAreAnswered() {
    storage.commit(WriteBatch.builder().check(KEY, Condition.version(version)).build());
    storage.commit(WriteBatch.builder().build());
    WriteBatch wrong = WriteBatch.builder().check(KEY, Condition.absent()).build();
    assertThatThrownBy(() -> storage.commit(wrong)).isInstanceOf(Conflict.class);
    WriteBatch range =
        WriteBatch.builder()
            .checkRange(KeyRange.all(), new TreeMap<>(Map.of(KEY, version)))
            .build();
    storage.commit(range);
  }

  @Test
  void everythingIsReadAndLaterWritesBelowAreSeen() {
    try (StorageSnapshot snapshot = storage.snapshot()) {
      Storage.of(inner).put(Key.of("b"), Value.json("2"));
      assertThat(storage.keys(Scan.all())).containsExactly(KEY, Key.of("b"));
      assertThat(snapshot.keys(Scan.all())).containsExactly(KEY);
    }
    assertThat(storage.stats()).isEqualTo(inner.stats());
  }

  @Test
  void onlyReadOnlyDiffersInTheCapabilities() {
    assertThat(storage.capabilities().readOnly()).isTrue();
    assertThat(storage.capabilities().toBuilder().readOnly(false).build())
        .isEqualTo(inner.capabilities());
  }
}

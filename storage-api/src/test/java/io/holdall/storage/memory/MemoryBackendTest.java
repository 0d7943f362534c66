package io.holdall.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Settings;
import io.holdall.storage.spi.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the reference backend does beyond what the contract kit asks of every backend. */
class MemoryBackendTest {
  private static final Key A = Key.of("r", "a");
  private static final Key B = Key.of("r", "b");
  private static final Key C = Key.of("r", "c");
  private static final KeyRange RANGE = KeyRange.under(Key.of("r"));
  private static final Value ONE = Value.json("1");

  private final MemoryBackend backend = new MemoryBackend();

  @Test
  void versionsAreNeverIssuedTwice() {
    Set<Version> seen = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      assertThat(seen.add(put(A))).isTrue();
      backend.commit(WriteBatch.builder().delete(A).build());
    }
  }

  @Test
  void allFailedConditionsAreNamedAndNothingIsWritten() {
    put(A);
    WriteBatch batch =
        WriteBatch.builder()
            .put(A, ONE, Condition.absent())
            .put(B, ONE)
            .check(C, Condition.version(Version.of(1)))
            .build();

    Conflict conflict = catchThrowableOfType(Conflict.class, () -> backend.commit(batch));

    assertThat(conflict.keys()).containsExactly(A, C);
    assertThat(backend.get(List.of(B)).get(0)).isEmpty();
  }

  @Test
  void rangeCheckHoldsForExactlyWhatIsThere() {
    Version a = put(A);
    Version b = put(B);

    commitChecking(Map.of(A, a, B, b));
    assertThat(conflicts(Map.of(A, a))).containsExactly(B);
    assertThat(conflicts(Map.of(A, a, B, b, C, b))).containsExactly(C);
    assertThat(conflicts(Map.of(A, b, B, b))).containsExactly(A);
    assertThat(conflicts(Map.of())).containsExactly(A, B);
  }

  @Test
  void rangeCheckIsAboutTheStateBeforeItsBatch() {
    Version a = put(A);
    WriteBatch.Builder batch = WriteBatch.builder().delete(A).put(B, ONE);

    backend.commit(batch.checkRange(RANGE, new TreeMap<>(Map.of(A, a))).build());

    assertThat(backend.scan(Scan.all()).entries()).extracting(Entry::key).containsExactly(B);
  }

  @Test
  void snapshotsOfDifferentMomentsStayApart() {
    put(A);
    Snapshot first = backend.snapshot();
    put(B);
    Snapshot second = backend.snapshot();
    Snapshot same = backend.snapshot();
    backend.commit(WriteBatch.builder().delete(A).put(C, ONE).build());

    assertThat(keys(first.scan(Scan.all()))).containsExactly(A);
    assertThat(keys(second.scan(Scan.all()))).containsExactly(A, B);
    assertThat(keys(same.scan(Scan.all()))).containsExactly(A, B);
    assertThat(keys(backend.scan(Scan.all()))).containsExactly(B, C);
    first.close();
    assertThat(keys(second.scan(Scan.all()))).containsExactly(A, B);
  }

  @Test
  void closingEndsSnapshots() {
    Snapshot snapshot = backend.snapshot();
    backend.close();

    assertThatThrownBy(() -> snapshot.scan(Scan.all())).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> snapshot.get(List.of(A))).isInstanceOf(Closed.class);
    snapshot.close();
  }

  @Test
  void scanIsEndedByItsLimitOnlyIfThereIsMore() {
    put(A);
    put(B);

    assertThat(backend.scan(Scan.all().limit(1)).more()).isTrue();
    assertThat(backend.scan(Scan.all().limit(2)).more()).isFalse();
    assertThat(backend.scan(Scan.all().limit(1).after(A)).more()).isFalse();
    assertThat(keys(backend.scan(Scan.all().reversed().limit(1)))).containsExactly(B);
    assertThat(backend.scan(Scan.between(B, A)).entries()).isEmpty();
  }

  @Test
  void figuresCountEntriesAndTheirBytes() {
    put(A);
    backend.commit(WriteBatch.builder().put(B, Value.binary(new byte[10])).build());

    assertThat(backend.stats().entries()).hasValue(2);
    assertThat(backend.stats().storedBytes()).hasValue(3 + 1 + 3 + 10);
  }

  @Test
  void factoryOpensAnEmptyStoreWithTheLimitsOfItsSettings() {
    MemoryBackendFactory factory = new MemoryBackendFactory();
    Settings settings =
        Settings.of("backend memory", factory.settings(), Map.of("max-value-bytes", "7"));

    assertThat(factory.type()).isEqualTo("memory");
    assertThat(factory.description()).isNotEmpty();
    assertThat(factory.maintenance()).isEmpty();
    assertThat(factory.open(settings).capabilities().maxValueBytes()).isEqualTo(7);
    assertThat(factory.open(settings).scan(Scan.all()).entries()).isEmpty();
  }

  private Version put(Key key) {
    return backend.commit(WriteBatch.builder().put(key, ONE).build()).version(key);
  }

  private void commitChecking(Map<Key, Version> expected) {
    backend.commit(WriteBatch.builder().checkRange(RANGE, new TreeMap<>(expected)).build());
  }

  private List<Key> conflicts(Map<Key, Version> expected) {
    return catchThrowableOfType(Conflict.class, () -> commitChecking(expected)).keys();
  }

  private static List<Key> keys(Page page) {
    return page.entries().stream().map(Entry::key).toList();
  }
}

package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.WriteBatch.RangeCheck;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a batch holds and counts, and when a condition holds. */
class WriteBatchTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b", "ä");

  @Test
  void keyIsNamedAtMostOnceWhateverTheOperations() {
    WriteBatch.Builder batch = WriteBatch.builder().put(A, Value.json("1"));

    assertThatThrownBy(() -> batch.put(A, Value.json("2")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessage("A batch names a key twice [key=a]");
    assertThatThrownBy(() -> batch.delete(A)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> batch.check(A, Condition.absent()))
        .isInstanceOf(InvalidArgument.class);
    assertThat(batch.size()).isEqualTo(1);
  }

  @Test
  void sizeCountsEncodedKeysAndValues() {
    WriteBatch batch =
        WriteBatch.builder()
            .put(A, Value.json("12345"))
            .delete(B)
            .check(Key.of("c"), Condition.absent())
            .build();

    assertThat(batch.sizeBytes()).isEqualTo(1 + 5 + "b/%C3%A4".length() + 1);
  }

  @Test
  void checksWriteNothing() {
    WriteBatch checks = WriteBatch.builder().check(A, Condition.absent()).build();

    assertThat(checks.writes()).isFalse();
    assertThat(checks.isEmpty()).isFalse();
    assertThat(WriteBatch.builder().build().isEmpty()).isTrue();
    assertThat(WriteBatch.builder().delete(A).build().writes()).isTrue();
    assertThat(WriteBatch.builder().checkRange(KeyRange.all(), new TreeMap<>()).build())
        .matches(batch -> !batch.isEmpty() && !batch.writes());
  }

  @Test
  void builtBatchDoesNotChangeWithItsBuilder() {
    WriteBatch.Builder builder = WriteBatch.builder().put(A, Value.json("1"));
    WriteBatch first = builder.build();
    builder.delete(B);

    assertThat(first.operations()).hasSize(1);
    assertThat(builder.build().operations())
        .containsExactly(
            new WriteBatch.Put(A, Value.json("1"), Condition.any()),
            new WriteBatch.Delete(B, Condition.any()));
  }

  @Test
  void rangeCheckKeepsItsOwnCopy() {
    NavigableMap<Key, Version> expected = new TreeMap<>(Map.of(A, Version.of(1)));
    RangeCheck check = new RangeCheck(KeyRange.all(), expected);
    expected.clear();

    assertThat(check.expected()).containsExactly(Map.entry(A, Version.of(1)));
    assertThatThrownBy(() -> check.expected().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void conditionsHoldForWhatTheyAsk() {
    Version one = Version.of(1);

    assertThat(Condition.any().holds(null)).isTrue();
    assertThat(Condition.any().holds(one)).isTrue();
    assertThat(Condition.absent().holds(null)).isTrue();
    assertThat(Condition.absent().holds(one)).isFalse();
    assertThat(Condition.version(one).holds(Version.parse("1"))).isTrue();
    assertThat(Condition.version(one).holds(Version.of(2))).isFalse();
    assertThat(Condition.version(one).holds(null)).isFalse();
  }

  @Test
  void resultGivesTheVersionsOfWhatWasPut() {
    CommitResult result = new CommitResult(Map.of(A, Version.of(3)));

    assertThat(result.version(A)).isEqualTo(Version.of(3));
    assertThatThrownBy(() -> result.version(B))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("key=b/%C3%A4");
  }
}

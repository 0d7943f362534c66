package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Batches: all operations or none. */
interface BatchContract {
  @Test
  @Case(30)
  default void deletingAnAbsentKeyIsANoOp(StoreUnderTest store) {
    Storage storage = store.storage();
    Key never = Key.of("never");
    storage.put(Key.of("other"), text("stays"));
    storage.delete(never);
    storage.delete(never);
    if (store.capabilities().conditions()) {
      storage.delete(never, Condition.absent());
      ConditionContract.assertConflict(
          () -> storage.delete(never, Condition.version(Samples.neverIssued())), List.of(never));
    }
    Contents.assertHolds(storage, Map.of(Key.of("other"), text("stays")));
  }

  @Test
  @Case(31)
  default void aBatchDoesAllItsOperations(StoreUnderTest store) {
    store.needBatches();
    Storage storage = store.storage();
    Key kept = Key.of("kept");
    Key replaced = Key.of("replaced");
    Key deleted = Key.of("deleted");
    Key created = Key.of("created");
    store.putAll(Map.of(kept, text("old"), replaced, text("old"), deleted, text("old")));
    CommitResult result =
        storage.commit(
            WriteBatch.builder()
                .put(created, text("new"))
                .delete(deleted)
                .put(replaced, text("new"))
                .delete(Key.of("never"))
                .build());
    Contents.assertHolds(
        storage, Map.of(kept, text("old"), replaced, text("new"), created, text("new")));
    assertThat(result.versions()).as("versions given back").containsOnlyKeys(created, replaced);
    for (Key key : List.of(created, replaced)) {
      assertThat(storage.get(key).map(Entry::version))
          .as("version of %s", key)
          .contains(result.version(key));
    }
  }

  @Test
  @Case(31)
  default void batchWithOneFailedConditionWritesNothing(StoreUnderTest store) {
    store.needBatches();
    store.needConditions();
    Storage storage = store.storage();
    Map<Key, Value> before = Samples.numbered("before", 5);
    store.putAll(before);
    Key first = Key.of("before").child(0);
    for (int failing = 0; failing < 4; failing++) {
      WriteBatch.Builder batch = WriteBatch.builder();
      for (int i = 0; i < 4; i++) {
        Condition condition = i == failing ? Condition.absent() : Condition.any();
        batch.put(Key.of("before").child(i + 1), text("overwritten"), condition);
      }
      batch.put(Key.of("new"), text("new")).delete(first);
      ConditionContract.assertConflict(
          () -> storage.commit(batch.build()), List.of(Key.of("before").child(failing + 1)));
      Contents.assertHolds(storage, before);
    }
    if (store.isPersistent()) {
      Contents.assertHolds(store.reopen(), before);
    }
  }

  @Test
  @Case(31)
  default void aConflictNamesEveryKeyWhoseConditionFailed(StoreUnderTest store) {
    store.needBatches();
    store.needConditions();
    Storage storage = store.storage();
    Key there = Key.of("there");
    Key missing = Key.of("missing");
    storage.put(there, text("old"));
    WriteBatch batch =
        WriteBatch.builder()
            .put(Key.of("z"), text("new"))
            .put(there, text("new"), Condition.absent())
            .check(missing, Condition.version(Samples.neverIssued()))
            .delete(Key.of("a"), Condition.absent())
            .build();
    ConditionContract.assertConflict(() -> storage.commit(batch), List.of(there, missing));
    Contents.assertHolds(storage, Map.of(there, text("old")));
  }

  @Test
  @Case(32)
  default void checksAloneWriteNothingButCount(StoreUnderTest store) {
    store.needConditions();
    Storage storage = store.storage();
    Key key = Key.of("checked");
    Key never = Key.of("never");
    Version version = storage.put(key, text("old"));
    WriteBatch.Builder batch = WriteBatch.builder().check(key, Condition.version(version));
    if (store.hasBatches()) {
      batch.check(never, Condition.absent());
    }
    assertThat(storage.commit(batch.build()).versions()).as("versions of checks").isEmpty();
    assertThat(storage.get(key).map(Entry::version)).contains(version);

    WriteBatch absent = WriteBatch.builder().check(key, Condition.absent()).build();
    ConditionContract.assertConflict(() -> storage.commit(absent), List.of(key));
    WriteBatch present = WriteBatch.builder().check(never, Condition.version(version)).build();
    ConditionContract.assertConflict(() -> storage.commit(present), List.of(never));
    Contents.assertHolds(storage, Map.of(key, text("old")));
  }

  @Test
  @Case(33)
  default void aKeyTwiceIsRefused() {
    Key key = Key.of("twice");
    WriteBatch.Builder batch = WriteBatch.builder().put(key, text("1"));
    assertThatThrownBy(() -> batch.put(key, text("2"))).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> batch.delete(key)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> batch.check(key, Condition.any())).isInstanceOf(InvalidArgument.class);
    assertThat(batch.build().operations()).hasSize(1);
  }

  @Test
  @Case(33)
  default void anEmptyBatchIsANoOp(StoreUnderTest store) {
    Storage storage = store.storage();
    storage.put(Key.of("a"), text("old"));
    Entry before = storage.get(Key.of("a")).orElseThrow();
    assertThat(storage.commit(WriteBatch.builder().build()).versions()).isEmpty();
    assertThat(store.backend().commit(WriteBatch.builder().build()).versions()).isEmpty();
    Contents.showing(assertThat(storage.get(Key.of("a")))).contains(before);
    Contents.assertHolds(storage, Map.of(Key.of("a"), text("old")));
  }

  @Test
  @Case(33)
  default void aBatchWithTooManyOperationsIsRefused(StoreUnderTest store) {
    store.needBatches();
    Storage storage = store.reopenWith("max-batch-operations", "10");
    int limit = storage.capabilities().maxBatchOperations();
    store.assertLimit("maxBatchOperations", limit, 10);
    Map<Key, Value> most = Samples.numbered("most", limit);
    storage.commit(puts(most));
    Contents.assertHolds(storage, most);
    assertThatThrownBy(() -> storage.commit(puts(Samples.numbered("more", limit + 1))))
        .isInstanceOf(LimitExceeded.class);
    Contents.assertHolds(storage, most);
  }

  @Test
  @Case(33)
  default void aBatchWithTooManyBytesIsRefused(StoreUnderTest store) {
    Storage storage = store.reopenWith("max-batch-bytes", "2000");
    int limit = (int) storage.capabilities().maxBatchBytes();
    store.assertLimit("maxBatchBytes", limit, 2_000);
    int length = Math.min(limit - 1, storage.capabilities().maxValueBytes());
    Map<Key, Value> most = Map.of(Key.of("a"), Samples.filled(length, 'x'));
    store.putAll(most);
    Contents.assertHolds(storage, most);
    WriteBatch one = WriteBatch.builder().put(Key.of("b"), Samples.filled(limit, 'x')).build();
    assertThatThrownBy(() -> storage.commit(one)).isInstanceOf(LimitExceeded.class);
    if (store.hasBatches()) {
      WriteBatch two =
          WriteBatch.builder()
              .put(Key.of("b"), Samples.filled(limit / 2, 'x'))
              .put(Key.of("c"), Samples.filled(limit - limit / 2 - 1, 'x'))
              .build();
      assertThat(two.sizeBytes()).isEqualTo(limit + 1L);
      assertThatThrownBy(() -> storage.commit(two)).isInstanceOf(LimitExceeded.class);
    }
    Contents.assertHolds(storage, most);
  }

  @Test
  @Case(33)
  default void aBatchOfManyOperationsIsCommittedWhole(StoreUnderTest store) {
    store.needBatches();
    int count = Math.min(5_000, store.capabilities().maxBatchOperations());
    Map<Key, Value> values = Samples.numbered("many", count);
    store.storage().commit(puts(values));
    Contents.assertHolds(store.storage(), values);
    WriteBatch.Builder deletes = WriteBatch.builder();
    values.keySet().forEach(deletes::delete);
    store.storage().commit(deletes.build());
    Contents.assertHolds(store.storage(), Map.of());
  }

  @Test
  @Case(29)
  default void aBatchOfSeveralIsRefusedWhereOneEntryIsChangedAtATime(StoreUnderTest store) {
    Assumptions.assumeFalse(store.hasBatches(), "the backend commits batches (atomicity STORE)");
    Storage storage = store.storage();
    storage.put(Key.of("old"), text("old"));
    WriteBatch batch =
        WriteBatch.builder().put(Key.of("new"), text("new")).delete(Key.of("old")).build();
    assertThatThrownBy(() -> storage.commit(batch)).isInstanceOf(Unsupported.class);
    Contents.assertHolds(storage, Map.of(Key.of("old"), text("old")));
  }

  @Test
  @Case(27)
  default void aRangeCheckHoldsOnlyWhileTheRangeIsUnchanged(StoreUnderTest store) {
    store.needRangeChecks();
    store.needBatches();
    Storage storage = store.storage();
    Key range = Key.of("range");
    store.putAll(Samples.numbered("range", 3));
    storage.put(Key.of("range.outside"), text("outside"));
    NavigableMap<Key, Version> seen = versions(storage, range);
    Key guarded = Key.of("guarded");
    storage.commit(guardedPut(range, seen, guarded, "1"));
    storage.put(Key.of("range.outside"), text("changed"));
    storage.put(range, text("the key itself lies outside the range under it"));
    storage.commit(guardedPut(range, seen, guarded, "2"));

    Version added = storage.put(range.child(7), text("inserted"));
    assertRangeConflict(storage, range, seen, range.child(7));
    storage.delete(range.child(7));
    storage.commit(guardedPut(range, seen, guarded, "3"));

    storage.put(range.child(1), text("rewritten"));
    assertRangeConflict(storage, range, seen, range.child(1));
    seen.put(range.child(1), storage.get(range.child(1)).orElseThrow().version());
    storage.delete(range.child(2));
    assertRangeConflict(storage, range, seen, range.child(2));
    seen.remove(range.child(2));
    seen.put(range.child(7), added);
    assertRangeConflict(storage, range, seen, range.child(7));
    Contents.assertValue(storage, guarded, text("3"));
  }

  @Test
  @Case(27)
  default void aRangeCheckIsAboutTheStateBeforeItsBatch(StoreUnderTest store) {
    store.needRangeChecks();
    store.needBatches();
    Storage storage = store.storage();
    Key range = Key.of("range");
    store.putAll(Samples.numbered("range", 2));
    NavigableMap<Key, Version> seen = versions(storage, range);
    storage.commit(
        WriteBatch.builder()
            .put(range.child(5), text("new"))
            .delete(range.child(0))
            .checkRange(KeyRange.under(range), seen)
            .build());
    assertThat(versions(storage, range)).containsOnlyKeys(range.child(1), range.child(5));
    WriteBatch empty =
        WriteBatch.builder().checkRange(KeyRange.under(Key.of("none")), new TreeMap<>()).build();
    assertThatCode(() -> storage.commit(empty)).doesNotThrowAnyException();
  }

  @Test
  @Case(29)
  default void rangeChecksThatAreNotKeptAreRefusedAndNothingIsWritten(StoreUnderTest store) {
    Assumptions.assumeFalse(store.capabilities().rangeChecks(), "the backend checks ranges");
    Storage storage = store.storage();
    WriteBatch batch =
        WriteBatch.builder()
            .put(Key.of("a"), text("new"))
            .checkRange(KeyRange.all(), new TreeMap<>())
            .build();
    assertThatThrownBy(() -> storage.commit(batch)).isInstanceOf(Unsupported.class);
    Contents.assertHolds(storage, Map.of());
  }

  private static void assertRangeConflict(
      Storage storage, Key range, NavigableMap<Key, Version> seen, Key different) {
    ConditionContract.assertConflict(
        () -> storage.commit(guardedPut(range, seen, Key.of("guarded"), "never")),
        List.of(different));
    WriteBatch alone = WriteBatch.builder().checkRange(KeyRange.under(range), seen).build();
    ConditionContract.assertConflict(() -> storage.commit(alone), List.of(different));
  }

  private static WriteBatch guardedPut(
      Key range, NavigableMap<Key, Version> seen, Key key, String text) {
    return WriteBatch.builder()
        .put(key, text(text))
        .checkRange(KeyRange.under(range), seen)
        .build();
  }

  private static NavigableMap<Key, Version> versions(Storage storage, Key ancestor) {
    NavigableMap<Key, Version> versions = new TreeMap<>();
    Scans.entries(storage, Scan.under(ancestor))
        .forEach(entry -> versions.put(entry.key(), entry.version()));
    return versions;
  }

  private static WriteBatch puts(Map<Key, Value> values) {
    WriteBatch.Builder batch = WriteBatch.builder();
    values.forEach(batch::put);
    return batch.build();
  }

  private static Value text(String text) {
    return Samples.text(text);
  }
}

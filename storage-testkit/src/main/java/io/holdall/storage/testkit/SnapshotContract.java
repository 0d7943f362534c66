package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Snapshots: the state after some commit, whatever is committed later. */
interface SnapshotContract {
  @Test
  @Case(48)
  default void aSnapshotShowsTheStateWhenItWasTaken(StoreUnderTest store) {
    store.needSnapshots();
    Storage storage = store.storage();
    Map<Key, Value> before = Samples.numbered("r", 20);
    store.putAll(before);
    try (StorageSnapshot snapshot = storage.snapshot()) {
      Contents.assertHolds(snapshot, before);
      Map<Key, Value> after = new TreeMap<>(before);
      for (int i = 0; i < 20; i += 2) {
        storage.delete(Key.of("r").child(i));
        after.remove(Key.of("r").child(i));
        after.put(Key.of("r").child(i + 1), Samples.text("rewritten"));
        after.put(Key.of("r").child(i + 100), Samples.text("inserted"));
      }
      store.putAll(after);
      Contents.assertHolds(snapshot, before);
      Contents.assertHolds(storage, after);
    }
  }

  @Test
  @Case(48)
  default void snapshotsOfDifferentMomentsStandSideBySide(StoreUnderTest store) {
    store.needSnapshots();
    Key key = Key.of("counter");
    Key other = Key.of("other");
    try (StorageSnapshot empty = store.storage().snapshot()) {
      store.storage().put(key, Samples.text("1"));
      try (StorageSnapshot one = store.storage().snapshot()) {
        store.storage().put(key, Samples.text("2"));
        store.storage().put(other, Samples.text("2"));
        StorageSnapshot two = store.storage().snapshot();
        store.storage().delete(key);
        Contents.assertHolds(two, Map.of(key, Samples.text("2"), other, Samples.text("2")));
        two.close();
        Contents.assertHolds(one, Map.of(key, Samples.text("1")));
        Contents.assertHolds(empty, Map.of());
        Contents.assertHolds(store.storage(), Map.of(other, Samples.text("2")));
      }
    }
  }

  @Test
  @Case(48)
  default void aSnapshotOutlivesManyLaterCommits(StoreUnderTest store) {
    store.needSnapshots();
    Map<Key, Value> before = Samples.numbered("r", 50);
    store.putAll(before);
    try (StorageSnapshot snapshot = store.storage().snapshot()) {
      Page first = snapshot.scan(Scan.all().limit(20));
      for (int round = 0; round < 20; round++) {
        int number = round;
        Map<Key, Value> next = new TreeMap<>(before);
        next.replaceAll((key, old) -> Samples.filled(2_000, number));
        store.putAll(next);
      }
      before.keySet().forEach(store.storage()::delete);
      Contents.assertHolds(snapshot, before);
      assertThat(Scans.count(snapshot, Scan.all().after(first.next().orElseThrow())))
          .as("entries of a scan of the snapshot, continued after all were deleted")
          .isEqualTo(30);
      Contents.assertHolds(store.storage(), Map.of());
    }
  }

  @Test
  @Case(48)
  default void aVersionReadInASnapshotServesAsACondition(StoreUnderTest store) {
    store.needSnapshots();
    store.needConditions();
    Key key = Key.of("read");
    store.storage().put(key, Samples.text("1"));
    try (StorageSnapshot snapshot = store.storage().snapshot()) {
      Condition unchanged = Condition.version(snapshot.get(key).map(Entry::version).orElseThrow());
      store.storage().put(key, Samples.text("2"), unchanged);
      ConditionContract.assertConflict(
          () -> store.storage().put(key, Samples.text("3"), unchanged), List.of(key));
    }
  }

  @Test
  @Case({41, 42})
  default void aClosedSnapshotIsRefusedAndTheStoreGoesOn(StoreUnderTest store) {
    store.needSnapshots();
    Key key = Key.of("a");
    store.storage().put(key, Samples.text("1"));
    StorageSnapshot closed = store.storage().snapshot();
    StorageSnapshot open = store.storage().snapshot();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.get(key)).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> closed.scan(Scan.all())).isInstanceOf(Closed.class);
    Contents.assertHolds(open, Map.of(key, Samples.text("1")));
    store.storage().put(key, Samples.text("2"));
    Contents.assertHolds(open, Map.of(key, Samples.text("1")));
    open.close();
    Contents.assertHolds(store.storage(), Map.of(key, Samples.text("2")));
  }

  @Test
  @Case({29, 48})
  default void snapshotsThatAreNotClaimedAreRefused(StoreUnderTest store) {
    Assumptions.assumeFalse(store.capabilities().snapshots(), "the backend has snapshots");
    store.storage().put(Key.of("a"), Samples.text("1"));
    assertThatThrownBy(() -> store.storage().snapshot()).isInstanceOf(Unsupported.class);
    Contents.assertHolds(store.storage(), Map.of(Key.of("a"), Samples.text("1")));
  }
}

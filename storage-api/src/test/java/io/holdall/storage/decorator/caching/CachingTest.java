package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the cache answers itself, and what it does not. */
final class CachingTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void secondReadDoesNotReachTheStore() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.putElsewhere(A, "1");
    Optional<Entry> first = cache.storage.get(A);
    assertThat(cache.storage.get(A)).isEqualTo(first).isEqualTo(Storage.of(cache.others).get(A));
    assertThat(cache.reads()).isEqualTo(1);
  }

  @Test
  void entryIsWhatTheStoreWouldGive() {
    CacheUnderTest cache = CacheUnderTest.alone();
    byte[] bytes = {0, -1, 7};
    cache.storage.put(A, Value.of(bytes, Format.BINARY));
    bytes[0] = 9;
    assertThat(cache.storage.get(A)).isEqualTo(Storage.of(cache.others).get(A));
    assertThat(cache.reads()).isZero();
  }

  @Test
  void absentKeyIsRememberedUntilItIsWritten() {
    CacheUnderTest cache = CacheUnderTest.alone();
    assertThat(cache.text(A)).isEmpty();
    assertThat(cache.text(A)).isEmpty();
    assertThat(cache.reads()).isEqualTo(1);
    assertThat(cache.statistics().negativeHits()).isEqualTo(1);
    cache.put(A, "1");
    assertThat(cache.text(A)).contains("1");
    cache.storage.delete(A);
    assertThat(cache.text(A)).isEmpty();
  }

  @Test
  void absentKeysAreNotRememberedIfThatIsNotWanted() {
    CacheUnderTest cache = CacheUnderTest.withoutAbsentKeys();
    cache.text(A);
    cache.text(A);
    cache.put(A, "1");
    cache.storage.delete(A);
    cache.text(A);
    assertThat(cache.reads()).isEqualTo(3);
  }

  @Test
  void severalKeysAreAskedForTogetherAndOnlyIfTheyAreNotThere() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.putElsewhere(B, "2");
    Key c = Key.of("c");
    List<Key> keys = List.of(B, A, c, B, A);
    List<Optional<Entry>> expected = Storage.of(cache.others).get(keys);
    assertThat(cache.storage.get(keys)).isEqualTo(expected);
    assertThat(cache.reads()).isEqualTo(1);
    assertThat(cache.storage.get(keys)).isEqualTo(expected);
    assertThat(cache.reads()).isEqualTo(1);
    assertThat(cache.storage.get(List.<Key>of())).isEmpty();
  }

  @Test
  void changeByAnotherProcessIsSeenAfterTheTimeToLiveAndNotBefore() {
    CacheUnderTest cache = CacheUnderTest.living(MINUTE);
    cache.putElsewhere(A, "1");
    cache.text(A);
    cache.text(B);
    cache.putElsewhere(A, "2");
    cache.putElsewhere(B, "2");
    cache.clock.advance(MINUTE.minusNanos(1));
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.text(B)).isEmpty();
    cache.clock.advance(Duration.ofNanos(1));
    assertThat(cache.text(A)).contains("2");
    assertThat(cache.text(B)).contains("2");
  }

  @Test
  void timeToLiveCountsFromTheBeginningOfASlowRead() {
    CacheUnderTest cache = CacheUnderTest.living(MINUTE);
    cache.putElsewhere(A, "1");
    cache.store.beforeGet(number -> cache.clock.advance(Duration.ofSeconds(50)));
    cache.text(A);
    cache.putElsewhere(A, "2");
    cache.clock.advance(Duration.ofSeconds(10));
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void timeToLiveCountsFromTheBeginningOfASlowCommit() {
    CacheUnderTest cache = CacheUnderTest.living(MINUTE);
    cache.store.afterCommit(number -> cache.clock.advance(MINUTE));
    cache.put(A, "1");
    cache.putElsewhere(A, "2");
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void timeToLiveOfZeroRemembersNothing() {
    CacheUnderTest cache = CacheUnderTest.living(Duration.ZERO);
    cache.put(A, "1");
    cache.putElsewhere(A, "2");
    assertThat(cache.text(A)).contains("2");
    cache.putElsewhere(A, "3");
    assertThat(cache.text(A)).contains("3");
  }

  @Test
  void repeatingAfterAConflictWithAnotherProcessSucceeds() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    Version stale = cache.storage.get(A).orElseThrow().version();
    cache.putElsewhere(A, "2");
    assertThatThrownBy(() -> cache.storage.put(A, Value.json("3"), Condition.version(stale)))
        .isInstanceOf(Conflict.class);
    Version fresh = cache.storage.get(A).orElseThrow().version();
    cache.storage.put(A, Value.json("3"), Condition.version(fresh));
    assertThat(cache.text(A)).contains("3");
  }

  @Test
  void transactionsSucceedAgainstChangesByAnotherProcess() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.put(B, "1");
    cache.putElsewhere(A, "2");
    cache.putElsewhere(B, "2");
    cache.storage.transact(
        tx -> {
          int sum = tx.get(A).map(v -> Integer.parseInt(v.text())).orElse(0);
          tx.put(B, Value.json(Integer.toString(sum)));
          return sum;
        });
    assertThat(cache.text(A)).contains("2");
    assertThat(cache.text(B)).contains("2");
  }

  @Test
  void conflictOfARangeForgetsTheKeysThatDiffer() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.text(A);
    cache.putElsewhere(A, "1");
    WriteBatch batch =
        WriteBatch.builder()
            .put(B, Value.json("1"))
            .checkRange(Scan.all().range(), new TreeMap<>())
            .build();
    assertThatThrownBy(() -> cache.storage.commit(batch)).isInstanceOf(Conflict.class);
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.text(B)).isEmpty();
  }

  @Test
  void refusedCommitLeavesWhatTheStoreHas() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.store.beforeCommit(
        number -> {
          throw new Unavailable("Not now");
        });
    assertThatThrownBy(() -> cache.put(A, "2")).isInstanceOf(Unavailable.class);
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.reads()).isEqualTo(1);
    cache.text(A);
    assertThat(cache.reads()).as("reads, when nothing is under way any more").isEqualTo(1);
  }

  @Test
  void commitOfUnknownOutcomeThatArrivesLateIsSeenWithinAMinute() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.put(B, "1");
    cache.store.beforeCommit(
        number -> {
          throw new OutcomeUnknown("Lost", null);
        });
    assertThatThrownBy(() -> cache.put(A, "2")).isInstanceOf(OutcomeUnknown.class);
    assertThat(cache.text(A)).contains("1");
    cache.putElsewhere(A, "2");
    cache.clock.advance(MINUTE);
    assertThat(cache.text(A)).contains("2");
    cache.text(B);
    assertThat(cache.reads()).as("reads of the key that was not concerned").isEqualTo(2);
  }

  @Test
  void commitThatWasDoneBeforeItsAnswerWasLostIsSeenAtOnce() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.store.afterCommit(
        number -> {
          throw new OutcomeUnknown("Lost", null);
        });
    assertThatThrownBy(() -> cache.put(A, "2")).isInstanceOf(OutcomeUnknown.class);
    assertThat(cache.text(A)).contains("2");
    assertThatThrownBy(() -> cache.storage.delete(A)).isInstanceOf(OutcomeUnknown.class);
    assertThat(cache.text(A)).isEmpty();
  }

  @Test
  void readDuringACommitIsAnsweredByTheStore() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.store.beforeCommit(number -> assertThat(cache.text(A)).contains("1"));
    cache.store.afterCommit(number -> assertThat(cache.text(A)).contains("2"));
    cache.put(A, "2");
    assertThat(cache.reads()).isEqualTo(2);
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void failedReadIsNotRemembered() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.putElsewhere(A, "1");
    cache.store.beforeGet(
        number -> {
          if (number == 1) {
            throw new Unavailable("Not now");
          }
        });
    assertThatThrownBy(() -> cache.text(A)).isInstanceOf(Unavailable.class);
    assertThat(cache.text(A)).contains("1");
  }

  @Test
  void scansAndSnapshotsAreTheStores() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.text(A);
    cache.putElsewhere(A, "1");
    assertThat(cache.storage.scan(Scan.all()).entries()).hasSize(1);
    try (StorageSnapshot snapshot = cache.storage.snapshot()) {
      assertThat(snapshot.get(A)).isPresent();
    }
    assertThat(cache.text(A)).as("remembered, and a scan changes nothing of it").isEmpty();
  }

  @Test
  void weightIsLimited() {
    MemoryBackend store = new MemoryBackend();
    try (Storage storage = Storage.builder(store).with(Caching.ofBytes(10_000)).open()) {
      for (int i = 0; i < 1_000; i++) {
        storage.put(A.child(i), Value.binary(new byte[100]));
      }
      CachingStatistics statistics = storage.extension(CachingStatistics.class).orElseThrow();
      assertThat(statistics.bytes()).isBetween(1L, 10_000L);
      assertThat(statistics.entries()).isBetween(1L, 25L);
      assertThat(statistics.evictions()).isBetween(900L, 1_000L);
    }
  }

  @Test
  void statisticsCountKeysAndAreShown() {
    CacheUnderTest cache = CacheUnderTest.alone();
    cache.put(A, "1");
    cache.storage.get(List.of(A, B));
    cache.text(B);
    assertThat(cache.statistics()).isEqualTo(new CachingStatistics(2, 1, 1, 0, 0, 2, 703, 0, 0, 0));
    assertThat(cache.statistics().hitRatio()).isEqualTo(2.0 / 3);
    assertThat(cache.storage.stats().entries()).hasValue(1);
    assertThat(cache.storage.stats().details())
        .containsEntry("cache hits", "2")
        .doesNotContainKey("second tier hits");
  }
}

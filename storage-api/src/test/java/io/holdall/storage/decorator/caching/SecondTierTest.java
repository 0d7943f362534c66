package io.holdall.storage.decorator.caching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Format;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves memory, comes back, goes stale, is lost, and fails. */
final class SecondTierTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Duration REST = Duration.ofNanos(Health.REST);

  private final MemoryBackend second = new MemoryBackend();
  private final ScriptedBackend scripted = new ScriptedBackend(second);

  @Test
  void whatLeavesMemoryIsReadFromTheSecondTierAsItWas() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.storage.put(A, Value.of(new byte[] {0, -1}, Format.BINARY));
    cache.storage.put(B, Value.json("{ }"));
    cache.spill();
    assertThat(cache.statistics().entries()).isZero();
    assertThat(cache.storage.get(List.of(B, A)))
        .isEqualTo(Storage.of(cache.others).get(List.of(B, A)));
    assertThat(cache.statistics().secondTierHits()).isEqualTo(2);
    assertThat(cache.storage.get(A)).isPresent();
    assertThat(cache.statistics().secondTierHits()).as("hits, with A in memory").isEqualTo(2);
    assertThat(cache.reads()).isZero();
  }

  @Test
  void onlyWhatIsNotInTheSecondTierIsReadFromTheStore() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.spill();
    cache.putElsewhere(B, "2");
    List<Key> keys = List.of(B, A, Key.of("c"), A);
    assertThat(cache.storage.get(keys)).isEqualTo(Storage.of(cache.others).get(keys));
    assertThat(cache.statistics().secondTierHits()).isEqualTo(2);
    assertThat(cache.reads()).isEqualTo(1);
  }

  @Test
  void absentKeysStayOut() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.text(A);
    cache.spill();
    assertThat(entriesIn(second)).isZero();
    assertThat(cache.text(A)).isEmpty();
    assertThat(cache.reads()).isEqualTo(2);
  }

  @Test
  void valueThatIsThereIsNotWrittenAgain() {
    CacheUnderTest cache = CacheUnderTest.over(scripted);
    cache.put(A, "1");
    cache.spill();
    int commits = scripted.commits().size();
    cache.text(A);
    cache.spill();
    assertThat(scripted.commits()).hasSize(commits);
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.reads()).isZero();
  }

  @Test
  void commitEndsWhatTheSecondTierHasOfItsKeys() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.put(B, "1");
    cache.spill();
    cache.put(A, "2");
    cache.storage.delete(B);
    cache.memory.clear();
    assertThat(cache.text(A)).contains("2");
    assertThat(cache.text(B)).isEmpty();
    assertThat(cache.reads()).isEqualTo(2);
    cache.work();
    assertThat(entriesIn(second)).as("what is left there").isZero();
  }

  @Test
  void commitOfUnknownOutcomeEndsWhatTheSecondTierHas() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.spill();
    cache.store.afterCommit(
        number -> {
          throw new OutcomeUnknown("Lost", null);
        });
    assertThatThrownBy(() -> cache.put(A, "2")).isInstanceOf(OutcomeUnknown.class);
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void commitOfUnknownOutcomeThatArrivesLateIsSeenWithinAMinute() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.store.beforeCommit(
        number -> {
          throw new OutcomeUnknown("Lost", null);
        });
    assertThatThrownBy(() -> cache.put(A, "2")).isInstanceOf(OutcomeUnknown.class);
    cache.text(A);
    cache.spill();
    cache.putElsewhere(A, "2");
    assertThat(cache.text(A)).contains("1");
    cache.clock.advance(Duration.ofMinutes(1));
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void valueThatWaitsToBeWrittenWhileItsKeyIsCommittedIsNeverFound() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.memory.evictAll();
    cache.put(A, "2");
    cache.memory.clear();
    cache.work();
    assertThat(cache.text(A)).contains("2");
    assertThat(cache.statistics().secondTierHits()).isZero();
    assertThat(entriesIn(second)).isZero();
  }

  @Test
  void secondTierHasATimeToLiveOfItsOwnThatCountsFromTheReadOfTheStore() {
    Duration inMemory = Duration.ofSeconds(10);
    Duration inSecondTier = Duration.ofSeconds(60);
    CacheUnderTest cache = CacheUnderTest.living(inMemory, second, inSecondTier);
    cache.putElsewhere(A, "1");
    cache.text(A);
    cache.putElsewhere(A, "2");
    for (int seconds = 0; seconds < 60; seconds += 5) {
      cache.spill();
      assertThat(cache.text(A)).as("after %d s", seconds).contains("1");
      cache.clock.advance(Duration.ofSeconds(5));
    }
    assertThat(cache.text(A)).contains("2");
    assertThat(cache.reads()).isEqualTo(2);
  }

  @Test
  void whatComesBackFromTheSecondTierLivesInMemoryNoLongerThanThere() {
    CacheUnderTest cache =
        CacheUnderTest.living(Duration.ofSeconds(50), second, Duration.ofSeconds(60));
    cache.putElsewhere(A, "1");
    cache.text(A);
    cache.spill();
    cache.putElsewhere(A, "2");
    cache.clock.advance(Duration.ofSeconds(59));
    assertThat(cache.text(A)).contains("1");
    cache.clock.advance(Duration.ofSeconds(1));
    assertThat(cache.text(A)).contains("2");
  }

  @Test
  void weightIsLimitedAndWhatHadToLeaveIsDeleted() {
    CacheUnderTest cache = CacheUnderTest.over(second, 5_000);
    for (int i = 0; i < 100; i++) {
      cache.storage.put(A.child(i), Value.binary(new byte[500]));
      cache.spill();
    }
    cache.work();
    assertThat(cache.statistics().secondTierBytes()).isBetween(1L, 5_000L);
    assertThat(entriesIn(second)).isEqualTo(cache.statistics().secondTierEntries()).isPositive();
  }

  @Test
  void valueThatIsTooLargeForTheSecondTierStaysOut() {
    MemoryBackend small =
        new MemoryBackend(MemoryBackend.defaultCapabilities().maxValueBytes(10).build());
    CacheUnderTest cache = CacheUnderTest.over(small);
    cache.put(A, "\"12345678\"");
    cache.put(B, "\"123456789\"");
    cache.spill();
    assertThat(entriesIn(small)).isEqualTo(1);
    assertThat(cache.text(B)).isPresent();
    assertThat(cache.reads()).isEqualTo(1);
  }

  @Test
  void secondTierThatChangesOneEntryAtATimeWillDo() {
    MemoryBackend single =
        new MemoryBackend(
            MemoryBackend.defaultCapabilities()
                .rangeChecks(false)
                .atomicity(Atomicity.ENTRY)
                .build());
    CacheUnderTest cache = CacheUnderTest.over(single);
    cache.put(A, "1");
    cache.put(B, "1");
    cache.spill();
    assertThat(entriesIn(single)).isEqualTo(2);
    cache.put(A, "2");
    cache.work();
    assertThat(entriesIn(single)).isEqualTo(1);
  }

  @Test
  void readThatFailsGoesToTheStoreAndTheSecondTierIsLeftAloneForAWhile() {
    CacheUnderTest cache = CacheUnderTest.over(scripted);
    cache.put(A, "1");
    cache.spill();
    scripted.beforeGet(
        number -> {
          throw new Unavailable("Broken");
        });
    assertThat(cache.text(A)).contains("1");
    cache.memory.clear();
    scripted.beforeGet(number -> {});
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.reads()).isEqualTo(2);
    assertThat(cache.statistics().secondTierFailures()).isEqualTo(1);
    cache.memory.clear();
    cache.clock.advance(REST);
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.statistics().secondTierHits()).isEqualTo(1);
  }

  @Test
  void commitsWhileTheSecondTierFailsAreNotForgottenWhenItIsBack() {
    CacheUnderTest cache = CacheUnderTest.over(scripted);
    cache.put(A, "1");
    cache.spill();
    scripted.beforeCommit(
        number -> {
          throw new Unavailable("Broken");
        });
    scripted.beforeGet(
        number -> {
          throw new Unavailable("Broken");
        });
    cache.text(A);
    cache.put(A, "2");
    cache.put(B, "2");
    cache.spill();
    assertThat(entriesIn(second)).as("the copy that cannot be deleted").isEqualTo(1);
    scripted.beforeCommit(number -> {});
    scripted.beforeGet(number -> {});
    cache.clock.advance(REST);
    assertThat(cache.text(A)).contains("2");
    cache.put(A, "3");
    cache.spill();
    assertThat(cache.text(A)).contains("3");
    assertThat(cache.statistics().secondTierHits()).isEqualTo(1);
    cache.work();
    assertThat(entriesIn(second)).as("copies, the old one deleted at last").isEqualTo(1);
  }

  @Test
  void writeWhoseAnswerIsLostIsDeletedAgain() {
    CacheUnderTest cache = CacheUnderTest.over(scripted);
    cache.put(A, "1");
    cache.work();
    int before = scripted.commits().size();
    scripted.afterCommit(
        number -> {
          if (number == before + 1) {
            throw new OutcomeUnknown("Lost", null);
          }
        });
    cache.spill();
    assertThat(entriesIn(second)).isEqualTo(1);
    cache.clock.advance(REST);
    cache.put(B, "1");
    cache.spill();
    assertThat(entriesIn(second)).isEqualTo(1);
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.text(B)).contains("1");
    assertThat(cache.reads()).as("reads of A").isEqualTo(1);
  }

  @Test
  void nothingFromBeforeTheOpeningIsServedAndAllOfItIsDeleted() {
    CacheUnderTest died = CacheUnderTest.over(second);
    died.put(A, "1");
    for (int i = 0; i < 300; i++) {
      died.put(B.child(i), "1");
    }
    died.spill();
    second.commit(WriteBatch.builder().put(Key.of("mine"), Value.json("1")).build());
    CacheUnderTest restarted = CacheUnderTest.over(second);
    restarted.putElsewhere(A, "2");
    assertThat(restarted.text(A)).contains("2");
    restarted.work();
    assertThat(entriesIn(second)).isZero();
    assertThat(Storage.of(second).get(Key.of("mine"))).isPresent();
  }

  @Test
  void twoStoresThatShareASecondTierNeverSeeEachOthersValues() {
    CacheUnderTest one = CacheUnderTest.over(second);
    CacheUnderTest other = CacheUnderTest.over(second);
    one.put(A, "\"one\"");
    other.put(A, "\"other\"");
    one.spill();
    other.spill();
    assertThat(one.text(A)).contains("\"one\"");
    assertThat(other.text(A)).contains("\"other\"");
    assertThat(other.statistics().secondTierHits()).isEqualTo(1);
  }

  @Test
  void valuesThatVanishFromTheSecondTierAreReadFromTheStore() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.put(A, "1");
    cache.spill();
    Storage tier = Storage.of(second);
    List<Key> names = tier.keys(Scan.under(CopyWriter.ROOT)).toList();
    WriteBatch.Builder deletes = WriteBatch.builder();
    names.forEach(deletes::delete);
    second.commit(deletes.build());
    assertThat(cache.text(A)).contains("1");
    assertThat(cache.reads()).isEqualTo(1);
    assertThat(cache.statistics().secondTierEntries()).isZero();
  }

  @Test
  void secondTierIsClosedWithTheStore() {
    CacheUnderTest cache = CacheUnderTest.over(second);
    cache.storage.close();
    cache.storage.close();
    assertThatThrownBy(second::stats).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> cache.text(A)).isInstanceOf(Closed.class);
  }

  private static long entriesIn(StorageBackend tier) {
    return Storage.of(tier).count(Scan.under(CopyWriter.ROOT));
  }
}

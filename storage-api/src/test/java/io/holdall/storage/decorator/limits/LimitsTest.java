package io.holdall.storage.decorator.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.fixture.WrittenSections;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Decorator;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private static final Key A = Key.of("a");
  private static final Value TEN = Value.binary(new byte[10]);

  private final ScriptedBackend inner = new ScriptedBackend(new MemoryBackend());

  @Test
  void aValueThatIsTooLargeIsRefused() {
    Storage storage = limited(Limits.builder().maxValueBytes(9));
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(LimitExceeded.class);
    assertThat(storage.capabilities().maxValueBytes()).isEqualTo(9);
    assertThat(limited(Limits.builder().maxValueBytes(Integer.MAX_VALUE)).capabilities())
        .isEqualTo(inner.capabilities());
  }

  @Test
  void anEntryTooManyIsRefusedAndNothingIsWritten() {
    Storage storage = limited(Limits.builder().maxEntries(3));
    storage.put(A, TEN);
    WriteBatch two =
        WriteBatch.builder().put(A.child("1"), TEN).put(A, TEN).put(A.child("2"), TEN).build();
    storage.commit(two);
    LimitExceeded refused =
        catchThrowableOfType(LimitExceeded.class, () -> storage.put(Key.of("b"), TEN));
    assertThat(refused.attribute("limit")).contains("3");
    assertThat(refused.attribute("entries")).contains("4");
    assertThat(storage.count(Scan.all())).isEqualTo(3);
    storage.put(A, TEN);
    storage.delete(A);
    storage.put(Key.of("b"), TEN);
  }

  @Test
  void bytesAreThoseOfKeysAndValues() {
    Storage storage = limited(Limits.builder().maxBytes(25));
    storage.put(A, TEN);
    storage.put(Key.of("b"), TEN);
    assertThatThrownBy(() -> storage.put(Key.of("c"), Value.binary(new byte[3])))
        .isInstanceOf(LimitExceeded.class);
    storage.put(Key.of("c"), Value.binary(new byte[2]));
    assertThatThrownBy(() -> storage.put(A, Value.binary(new byte[11])))
        .isInstanceOf(LimitExceeded.class);
    storage.put(A, Value.binary(new byte[9]));
    storage.put(Key.of("b"), Value.binary(new byte[11]));
    assertThat(storage.stats().details()).containsEntry("limits", "25 of 25 bytes");
  }

  @Test
  void aPrefixCountsItselfAndWhatIsUnderItAlone() {
    Storage whole = Storage.of(inner);
    for (String key : new String[] {"p", "p+", "p,", "p-/x", "p.", "p/x", "p/y/z", "p0", "pp/x"}) {
      whole.put(Key.parse(key), TEN);
    }
    Storage storage = limited(Limits.builder().maxEntries(Key.of("p"), 4));
    storage.put(Key.of("p", "new"), TEN);
    storage.put(Key.of("p+", "new"), TEN);
    LimitExceeded refused =
        catchThrowableOfType(LimitExceeded.class, () -> storage.put(Key.of("p", "more"), TEN));
    assertThat(refused.attribute("prefix")).contains("p");
    storage.delete(Key.of("p"));
    storage.put(Key.of("p", "more"), TEN);
  }

  @Test
  void whatIsOverALoweredLimitMayShrink() {
    Storage whole = Storage.of(inner);
    for (int i = 0; i < 10; i++) {
      whole.put(A.child(i), TEN);
    }
    Storage storage = limited(Limits.builder().maxEntries(2).maxBytes(20));
    storage.put(A.child(0), Value.binary(new byte[1]));
    storage.delete(A.child(1));
    WriteBatch oneForTwo =
        WriteBatch.builder()
            .delete(A.child(2))
            .delete(A.child(3))
            .put(A, TEN, Condition.absent())
            .build();
    storage.commit(oneForTwo);
    assertThatThrownBy(() -> storage.put(A.child(99), Value.binary(new byte[0])))
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void whatAFailedCommitHadReservedIsFreeAgain() {
    Storage storage = limited(Limits.builder().maxEntries(1).maxEntries(A, 5));
    inner.beforeCommit(
        number -> {
          if (number == 2) {
            throw new Unavailable("Not now");
          }
        });
    assertThatThrownBy(() -> storage.put(A, TEN, Condition.version(Version.of(9))))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(Unavailable.class);
    storage.put(A, TEN);
    assertThatThrownBy(() -> storage.put(A.child("x"), TEN)).isInstanceOf(LimitExceeded.class);
    assertThat(storage.stats().details())
        .containsEntry("limits", "1 of 1 entries")
        .containsEntry("limits under a", "1 of 5 entries");
  }

  @Test
  void whatMayHaveBeenWrittenCountsUntilItIsCountedAnew() {
    Storage storage = limited(Limits.builder().maxEntries(2));
    storage.put(A, TEN);
    inner.beforeCommit(
        number -> {
          if (number == 2) {
            throw new OutcomeUnknown("The request was lost", null);
          }
        });
    assertThatThrownBy(() -> storage.put(Key.of("b"), TEN)).isInstanceOf(OutcomeUnknown.class);
    assertThat(storage.stats().details()).containsEntry("limits", "at most 2 of 2 entries");
    int scans = inner.scans().size();
    storage.put(A, TEN);
    assertThat(inner.scans()).hasSize(scans);
    storage.put(Key.of("c"), TEN);
    assertThat(inner.scans()).hasSize(scans + 1);
    assertThat(storage.stats().details()).containsEntry("limits", "2 of 2 entries");
    assertThatThrownBy(() -> storage.put(Key.of("b"), TEN)).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void aCommitWhoseAnswerWasLostIsCounted() {
    Storage storage = limited(Limits.builder().maxEntries(1));
    inner.afterCommit(
        number -> {
          throw new OutcomeUnknown("The answer was lost", null);
        });
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(OutcomeUnknown.class);
    inner.afterCommit(number -> {});
    assertThatThrownBy(() -> storage.put(Key.of("b"), TEN)).isInstanceOf(LimitExceeded.class);
    storage.put(A, TEN);
  }

  @Test
  void countingThatFailsIsTriedAgain() {
    Storage storage = limited(Limits.builder().maxEntries(1));
    inner.beforeScan(
        number -> {
          if (number == 1) {
            throw new Unavailable("Not now");
          }
        });
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(Unavailable.class);
    storage.put(A, TEN);
  }

  @Test
  void entriesAreCountedByTheirKeysAlone() {
    limited(Limits.builder().maxEntries(10)).put(A, TEN);
    limited(Limits.builder().maxBytes(100)).put(A, TEN);
    assertThat(inner.scans()).extracting(Scan::isKeysOnly).containsExactly(true, false);
  }

  @Test
  void whatNoLimitConcernsIsNeitherCountedNorRead() {
    Storage storage = limited(Limits.builder().maxEntries(A, 1));
    inner.beforeGet(
        number -> {
          throw new AssertionError("Nothing to read");
        });
    storage.put(Key.of("b"), TEN);
    storage.commit(WriteBatch.builder().check(A, Condition.absent()).build());
    assertThat(inner.scans()).isEmpty();
  }

  @Test
  void commitsThatComeTooSoonAreToldWhenToComeAgain() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    Storage storage = limited(Limits.builder().commitsPerSecond(10, 2).nanoTime(now::get));
    storage.put(A, TEN);
    storage.put(A, TEN);
    Unavailable refused = catchThrowableOfType(Unavailable.class, () -> storage.put(A, TEN));
    assertThat(refused.isRetryable()).isTrue();
    assertThat(refused.attribute("retry-after").map(Duration::parse))
        .contains(Duration.ofMillis(100));
    storage.commit(WriteBatch.builder().check(A, Condition.any()).build());
    now.addAndGet(Duration.ofMillis(100).toNanos() - 1);
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(Unavailable.class);
    now.addAndGet(1);
    storage.put(A, TEN);
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(Unavailable.class);
    now.addAndGet(Duration.ofDays(1).toNanos());
    storage.put(A, TEN);
    storage.put(A, TEN);
    assertThatThrownBy(() -> storage.put(A, TEN)).isInstanceOf(Unavailable.class);
  }

  @Test
  void limitsAreReadFromAProfile() {
    Decorator decorator =
        WrittenSections.create(
            new LimitsFactory(),
            Map.of("max-value-bytes", "1KiB", "max-entries", "3", "commits-per-second", "1000"),
            "prefixes = [{ prefix = a, max-entries = 1, max-bytes = 1MiB }]");
    Storage storage = Storage.builder(inner).with(decorator).open();
    assertThat(storage.capabilities().maxValueBytes()).isEqualTo(1024);
    storage.put(A, TEN);
    assertThatThrownBy(() -> storage.put(A.child("x"), TEN)).isInstanceOf(LimitExceeded.class);
    assertThat(storage.stats().details())
        .containsEntry("limits under a", "1 of 1 entries, 11 of 1048576 bytes");
  }

  @Test
  void whatMakesNoSenseInAProfileIsRefused() {
    for (String sections :
        new String[] {
          "prefixes = 3",
          "prefixes = [{ max-entries = 1 }]",
          "prefixes = [{ prefix = a }]",
          "prefixes = [{ prefix = \"\", max-entries = 1 }]",
          "prefixes = [{ prefix = a, max-entires = 1 }]",
          "prefixes = [{ prefix = a, max-entries = 0 }]",
        }) {
      assertThatThrownBy(() -> WrittenSections.create(new LimitsFactory(), Map.of(), sections))
          .as(sections)
          .isInstanceOf(Configuration.class);
    }
    assertThatThrownBy(() -> WrittenSections.create(new LimitsFactory(), Map.of("burst", "3"), ""))
        .isInstanceOf(Configuration.class);
  }

  private Storage limited(Limits.Builder limits) {
    return Storage.builder(inner).with(limits.build()).open();
  }
}

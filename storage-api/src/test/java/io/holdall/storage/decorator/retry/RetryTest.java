package io.holdall.storage.decorator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.fixture.WrittenSections;
import io.holdall.storage.memory.MemoryBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is repeated, when, and how long; unknown outcomes are in {@link UnknownOutcomeTest}. */
final class RetryTest {
  private static final Key KEY = Key.of("a");
  private static final Value VALUE = Value.json("1");

  private final MadeUpTime time = new MadeUpTime();
  private final ScriptedBackend inner = new ScriptedBackend(new MemoryBackend());

  @Test
  void readsAndCommitsAreRepeatedUntilTheySucceed() {
    Storage storage = retrying(Retry.builder());
    inner.beforeCommit(RetryTest::failTwice);
    inner.beforeGet(RetryTest::failTwice);
    inner.beforeScan(RetryTest::failTwice);
    storage.put(KEY, VALUE);
    assertThat(storage.get(KEY)).isPresent();
    assertThat(storage.keys(Scan.all())).containsExactly(KEY);
    assertThat(inner.commits()).hasSize(3);
    assertThat(time.pauses()).hasSize(6);
  }

  @Test
  void pausesGrowUpToTheLongestAndAreShortenedByChance() {
    Retry.Builder retry =
        Retry.builder()
            .firstPause(Duration.ofMillis(100))
            .longestPause(Duration.ofMillis(500))
            .factor(2)
            .maxAttempts(6);
    Storage storage = retrying(retry);
    inner.beforeCommit(RetryTest::fail);
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    assertThat(time.pauses()).isEqualTo(millis(100, 200, 400, 500, 500));
    time.pauses().clear();
    time.chance(1);
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    assertThat(time.pauses()).isEqualTo(millis(50, 100, 200, 250, 250));
  }

  @Test
  void theLastErrorSaysHowOftenItWasTried() {
    Storage storage = retrying(Retry.builder().maxAttempts(4));
    inner.beforeCommit(RetryTest::fail);
    Unavailable error = catchThrowableOfType(Unavailable.class, () -> storage.put(KEY, VALUE));
    assertThat(error.attribute("attempts")).contains("4");
    assertThat(error.attribute("call")).contains("4");
    assertThat(inner.commits()).hasSize(4);
  }

  @Test
  void noPauseEndsAfterTheDeadline() {
    Retry.Builder retry =
        Retry.builder()
            .deadline(Duration.ofMillis(1000))
            .firstPause(Duration.ofMillis(100))
            .longestPause(Duration.ofMillis(100))
            .maxAttempts(1000);
    Storage storage = retrying(retry);
    inner.beforeCommit(
        number -> {
          time.pass(Duration.ofMillis(150));
          fail(number);
        });
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    // Attempts begin at 0, 250, 500 and 750; after the last one the pause would end at 1000.
    assertThat(time.pauses()).hasSize(4);
    assertThat(inner.commits()).hasSize(5);
  }

  @Test
  void onlyUnavailableIsRepeated() {
    Storage storage = retrying(Retry.builder());
    inner.beforeGet(
        number -> {
          throw new Corrupt("Damaged");
        });
    assertThatThrownBy(() -> storage.get(KEY)).isInstanceOf(Corrupt.class);
    storage.put(KEY, VALUE);
    Conflict conflict =
        catchThrowableOfType(Conflict.class, () -> storage.put(KEY, VALUE, Condition.absent()));
    assertThat(conflict.attribute("attempts")).isEmpty();
    assertThat(inner.commits()).hasSize(2);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void whatWasRepeatedBelowIsNotRepeatedAgain() {
    Storage storage = retrying(Retry.builder());
    inner.beforeCommit(
        number -> {
          throw new Unavailable("Not now").with("attempts", 3);
        });
    Unavailable error = catchThrowableOfType(Unavailable.class, () -> storage.put(KEY, VALUE));
    assertThat(error.attribute("attempts")).contains("3");
    assertThat(inner.commits()).hasSize(1);
  }

  @Test
  void twoInOneStackAreRefused() {
    assertThatThrownBy(
            () ->
                Storage.builder(inner)
                    .with(Retry.upTo(Duration.ofSeconds(1)))
                    .with(Retry.upTo(Duration.ofSeconds(1)))
                    .open())
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("retry");
  }

  @Test
  void anInterruptedCallerGetsTheErrorAtOnceAndKeepsTheFlag() {
    Storage storage = retrying(Retry.builder());
    inner.beforeCommit(
        number -> {
          Thread.currentThread().interrupt();
          fail(number);
        });
    Unavailable error = catchThrowableOfType(Unavailable.class, () -> storage.put(KEY, VALUE));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(error.attribute("attempts")).contains("1");
    assertThat(inner.commits()).hasSize(1);
  }

  @Test
  void theRealPauseEndsWhenInterrupted() {
    Storage storage =
        Storage.builder(inner)
            .with(
                Retry.builder()
                    .firstPause(Duration.ofHours(1))
                    .longestPause(Duration.ofHours(1))
                    .deadline(Duration.ofHours(2))
                    .build())
            .open();
    inner.beforeGet(
        number -> {
          Thread.currentThread().interrupt();
          fail(number);
        });
    assertThatThrownBy(() -> storage.get(KEY)).isInstanceOf(Unavailable.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aTimeThatAnErrorAsksForIsWaitedFor() {
    Storage storage = retrying(Retry.builder().firstPause(Duration.ofMillis(500)));
    List<String> asked = List.of("PT0.7S", "PT0.1S", "soon", "PT99999999999H");
    inner.beforeCommit(
        number -> {
          if (number <= asked.size()) {
            throw new Unavailable("Too often").with("retry-after", asked.get(number - 1));
          }
        });
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    assertThat(time.pauses()).isEqualTo(millis(700, 1000, 2000));
  }

  @Test
  void aBatchOfChecksIsRepeatedWhateverItsOutcome() {
    Storage storage = retrying(Retry.builder());
    inner.beforeCommit(
        number -> {
          if (number == 1) {
            throw new OutcomeUnknown("Lost", null);
          }
        });
    storage.commit(WriteBatch.builder().check(KEY, Condition.absent()).build());
    assertThat(inner.commits()).hasSize(2);
  }

  @Test
  void settingsAreReadFromAProfile() {
    Storage storage =
        Storage.builder(inner)
            .with(
                WrittenSections.create(
                    new RetryFactory(),
                    Map.of("max-attempts", "2", "first-pause", "1ms", "deadline", "1m"),
                    ""))
            .open();
    inner.beforeCommit(RetryTest::fail);
    assertThatThrownBy(() -> storage.put(KEY, VALUE)).isInstanceOf(Unavailable.class);
    assertThat(inner.commits()).hasSize(2);
    for (Map<String, String> wrong :
        List.of(
            Map.of("max-attempts", "0"),
            Map.of("deadline", "0ms"),
            Map.of("first-pause", "3s"),
            Map.of("longest-pause", "2d"))) {
      assertThatThrownBy(() -> WrittenSections.create(new RetryFactory(), wrong, ""))
          .as(wrong.toString())
          .isInstanceOf(Configuration.class);
    }
  }

  private Storage retrying(Retry.Builder retry) {
    return Storage.builder(inner).with(retry.surroundings(time).build()).open();
  }

  private static void fail(int number) {
    throw new Unavailable("Not now").with("call", number);
  }

  private static void failTwice(int number) {
    if (number <= 2) {
      fail(number);
    }
  }

  private static List<Duration> millis(long... millis) {
    return LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
  }
}

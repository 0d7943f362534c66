package io.holdall.storage.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.memory.MemoryBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private static final Key KEY = Key.of("a");
  private static final Value VALUE = Value.json("1");

  private final MemoryBackend inner = new MemoryBackend();
  private final Faults faults = Faults.scripted();
  private final Storage storage = Storage.builder(inner).with(faults).open();

  @Test
  void commitsMeetTheirFaultsInOrder() {
    faults.next(Fault.REFUSED, Fault.REQUEST_LOST, Fault.NONE, Fault.ANSWER_LOST);
    assertThatThrownBy(this::put).isInstanceOf(Unavailable.class);
    assertThatThrownBy(this::put).isInstanceOf(OutcomeUnknown.class);
    assertThat(written()).isZero();
    put();
    assertThat(written()).isEqualTo(1);
    assertThatThrownBy(this::put).isInstanceOf(OutcomeUnknown.class);
    assertThat(written()).isEqualTo(2);
    put();
    assertThat(faults.commits()).isEqualTo(5);
  }

  @Test
  void theThirdCommitFromNowFailsAfterTheWrite() {
    put();
    faults.at(faults.commits() + 3, Fault.ANSWER_LOST);
    put();
    put();
    assertThatThrownBy(this::put).isInstanceOf(OutcomeUnknown.class);
    put();
    assertThat(written()).isEqualTo(5);
  }

  @Test
  void somebodyElseIsFasterAtTheWorstMoment() {
    Key other = Key.of("b");
    faults.before(
        batch -> batch.operations().get(0).key().equals(other),
        () -> Storage.of(inner).put(KEY, Value.json("2")));
    put();
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(VALUE);
    storage.put(other, VALUE);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(Value.json("2"));
    faults.next(batch -> batch.operations().size() == 2, Fault.REFUSED);
    put();
    assertThatThrownBy(() -> storage.commit(batch(2))).isInstanceOf(Unavailable.class);
  }

  @Test
  void periodsAndLimitsLastUntilTheyAreLifted() {
    faults.unreadable(true);
    put();
    assertThatThrownBy(() -> storage.get(KEY)).isInstanceOf(Unavailable.class);
    faults.unreadable(false).unavailable(true);
    assertThatThrownBy(this::put).isInstanceOf(Unavailable.class);
    assertThatThrownBy(storage::snapshot).isInstanceOf(Unavailable.class);
    faults.unavailable(false).mostOperations(2);
    storage.commit(batch(2));
    assertThatThrownBy(() -> storage.commit(batch(3))).isInstanceOf(LimitExceeded.class);
    try (StorageSnapshot snapshot = storage.snapshot()) {
      faults.unreadable(true);
      assertThatThrownBy(() -> snapshot.scan(Scan.all())).isInstanceOf(Unavailable.class);
      faults.next(Fault.REFUSED).at(faults.commits() + 1, Fault.REFUSED).unavailable(true).heal();
      assertThat(snapshot.get(KEY)).isPresent();
    }
    storage.commit(batch(3));
  }

  @Test
  void everyCommitFailsIfToldSo() {
    Storage losing = Storage.builder(inner).with(Faults.always(Fault.ANSWER_LOST)).open();
    for (int i = 1; i <= 3; i++) {
      assertThatThrownBy(() -> losing.put(KEY, VALUE)).isInstanceOf(OutcomeUnknown.class);
      assertThat(written()).isEqualTo(i);
    }
    assertThat(losing.get(KEY)).isPresent();
  }

  @Test
  void chanceIsTheSameForTheSameSeed() {
    assertThat(history(42)).isEqualTo(history(42)).isNotEqualTo(history(43));
  }

  @Test
  void faultsAreAboutAsFrequentAsTheyAreToBe() {
    List<String> history = history(1);
    assertThat(share(history, "Unavailable commit")).isBetween(0.15, 0.25);
    assertThat(share(history, "OutcomeUnknown commit")).isBetween(0.15, 0.25);
    assertThat(share(history, "Unavailable get")).isBetween(0.25, 0.35);
  }

  @Test
  void periodsRefuseSeveralCallsInARow() {
    Storage flaky = open(Faults.seeded(5).unavailablePeriods(0.02, 10).build());
    StringBuilder outcomes = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      outcomes.append(outcome(() -> flaky.put(KEY, VALUE)).isEmpty() ? '.' : 'x');
    }
    assertThat(outcomes.toString()).contains(".x").doesNotContainPattern("\\.x{1,9}\\.");
  }

  @Test
  void delaysAreLeftToTheInjectedPause() {
    List<Duration> pauses = new ArrayList<>();
    Storage slow =
        Storage.builder(inner)
            .with(Faults.seeded(5).delayed(0.5, Duration.ofHours(1), pauses::add).build())
            .open();
    for (int i = 0; i < 100; i++) {
      slow.put(KEY, VALUE);
      slow.get(KEY);
    }
    assertThat(pauses)
        .hasSizeBetween(70, 130)
        .allMatch(pause -> pause.compareTo(Duration.ofHours(1)) < 0);
  }

  @Test
  void probabilitiesThatAreNoneAreRefused() {
    for (SeededFaults wrong :
        List.of(
            Faults.seeded(1).refused(1.1),
            Faults.seeded(1).readsRefused(-0.1),
            Faults.seeded(1).delayed(Double.NaN, Duration.ZERO, pause -> {}),
            Faults.seeded(1).refused(0.6).answerLost(0.6))) {
      assertThatThrownBy(wrong::build).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private List<String> history(long seed) {
    Faults chance =
        Faults.seeded(seed).refused(0.2).requestLost(0.1).answerLost(0.1).readsRefused(0.3).build();
    Storage flaky = open(chance);
    return IntStream.range(0, 2_000)
        .mapToObj(
            i -> i % 2 == 0 ? outcome(() -> flaky.put(KEY, VALUE)) : outcome(() -> flaky.get(KEY)))
        .toList();
  }

  /** Opening a store reads, and may fail as well. */
  private static Storage open(Faults chance) {
    while (true) {
      try {
        return Storage.builder(new MemoryBackend()).with(chance).open();
      } catch (Unavailable e) {
        assertThat(e.operation()).contains("open");
      }
    }
  }

  private static double share(List<String> history, String outcome) {
    return history.stream().filter(outcome::equals).count() / (history.size() / 2.0);
  }

  private static String outcome(Runnable call) {
    try {
      call.run();
      return "";
    } catch (StorageException e) {
      return e.getClass().getSimpleName() + " " + e.operation().orElse("");
    }
  }

  private void put() {
    storage.put(KEY, VALUE);
  }

  private static WriteBatch batch(int operations) {
    WriteBatch.Builder batch = WriteBatch.builder();
    for (int i = 0; i < operations; i++) {
      batch.put(KEY.child(i), VALUE);
    }
    return batch.build();
  }

  /** How often the key was written: versions are counted. */
  private long written() {
    return Storage.of(inner).get(KEY).map(e -> Long.parseLong(e.version().text())).orElse(0L);
  }
}

package io.holdall.storage.decorator.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unknown outcomes: resolved where that can be proven, and never by a guess. */
final class UnknownOutcomeTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Value ONE = Value.json("1");
  private static final Value TWO = Value.json("2");

  private final MadeUpTime time = new MadeUpTime();
  private final ScriptedBackend inner = new ScriptedBackend(new MemoryBackend());
  private final Storage whole = Storage.of(inner);
  private final Storage storage = retrying(false);
  private final Storage unique = retrying(true);

  @Test
  void aLostRequestThatCanHappenOnlyOnceIsRepeated() {
    Version first = whole.put(A, ONE);
    loseRequest(2);
    Version second = storage.put(A, TWO, Condition.version(first));
    assertThat(whole.get(A)).contains(Entry.of(A, TWO, second));
    loseRequest(4);
    storage.delete(A, Condition.version(second));
    assertThat(whole.get(A)).isEmpty();
    assertThat(inner.commits()).hasSize(5);
  }

  @Test
  void whatOthersDeletedMeanwhileStaysDeleted() {
    inner.afterCommit(
        number -> {
          inner.afterCommit(n -> {});
          whole.delete(A);
          throw new OutcomeUnknown("The answer was lost", null);
        });
    assertThatThrownBy(() -> storage.put(A, ONE, Condition.absent()))
        .isInstanceOf(OutcomeUnknown.class);
    assertThat(whole.get(A)).isEmpty();
  }

  @Test
  void ownWriteIsNeverAConflict() {
    Version before = whole.put(A, ONE);
    loseAnswer(2);
    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class, () -> storage.put(A, TWO, Condition.version(before)));
    assertThat(unknown.attribute("attempts")).contains("2");
    assertThat(unknown.getSuppressed()).singleElement().isInstanceOf(Conflict.class);
    assertThat(whole.get(A).map(Entry::value)).contains(TWO);
  }

  @Test
  void equalBytesProveNothingWhenOthersWriteThemToo() {
    Version five = whole.put(A, Value.json("5"));
    inner.beforeCommit(
        number -> {
          if (number == 2) {
            inner.beforeCommit(n -> {});
            whole.put(A, Value.json("6")); // the other one counts first
            throw new OutcomeUnknown("The request was lost", null);
          }
        });
    assertThatThrownBy(() -> storage.put(A, Value.json("6"), Condition.version(five)))
        .isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  void aBatchThatCouldHappenTwiceIsNotRepeated() {
    for (WriteBatch batch :
        new WriteBatch[] {
          WriteBatch.builder().put(A, ONE).build(),
          WriteBatch.builder().delete(A).build(),
          WriteBatch.builder().put(A, ONE, Condition.absent()).build(),
          WriteBatch.builder().delete(A, Condition.absent()).build(),
          WriteBatch.builder().put(A, ONE).check(B, Condition.absent()).build(),
        }) {
      int before = inner.commits().size();
      loseRequest(before + 1);
      OutcomeUnknown unknown =
          catchThrowableOfType(OutcomeUnknown.class, () -> storage.commit(batch));
      assertThat(unknown.attribute("attempts")).contains("1");
      assertThat(inner.commits()).hasSize(before + 1);
    }
  }

  @Test
  void aConflictThatIsProvenToBeAnothersIsAConflict() {
    Version a = whole.put(A, ONE);
    Version b = whole.put(B, ONE);
    inner.beforeCommit(
        number -> {
          if (number == 3) {
            inner.beforeCommit(n -> {});
            whole.put(A, TWO);
            throw new OutcomeUnknown("The request was lost", null);
          }
        });
    WriteBatch batch =
        WriteBatch.builder()
            .put(A, ONE, Condition.version(a))
            .put(B, TWO, Condition.version(b))
            .build();
    Conflict conflict = catchThrowableOfType(Conflict.class, () -> storage.commit(batch));
    assertThat(conflict.keys()).containsExactly(A);
    assertThat(whole.get(B).map(Entry::version)).contains(b);
  }

  @Test
  void aConflictThatMayPassIsNoProof() {
    Version a = whole.put(A, ONE);
    inner.beforeCommit(
        number -> {
          if (number == 2) {
            inner.beforeCommit(n -> {});
            whole.put(B, ONE); // until it is deleted, when a late request would be written
            throw new OutcomeUnknown("The request was lost", null);
          }
        });
    WriteBatch batch =
        WriteBatch.builder().put(A, TWO, Condition.version(a)).check(B, Condition.absent()).build();
    assertThatThrownBy(() -> storage.commit(batch)).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  void anyErrorAfterAnUnknownOutcomeLeavesItUnknown() {
    Condition unchanged = Condition.version(whole.put(A, TWO));
    for (StorageException later : new StorageException[] {new Unavailable("x"), new Closed("x")}) {
      int before = inner.commits().size();
      inner.beforeCommit(
          number -> {
            throw number == before + 1 ? new OutcomeUnknown("Lost", null) : later;
          });
      assertThatThrownBy(() -> storage.put(A, ONE, unchanged))
          .isInstanceOf(OutcomeUnknown.class)
          .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(later));
    }
  }

  @Test
  void uniqueBytesProveWhoseWriteItWas() {
    loseAnswer(1);
    CommitResult result =
        unique.commit(WriteBatch.builder().put(A, ONE, Condition.absent()).put(B, TWO).build());
    assertThat(whole.get(A)).contains(Entry.of(A, ONE, result.version(A)));
    assertThat(whole.get(B)).contains(Entry.of(B, TWO, result.version(B)));
    assertThat(inner.commits()).hasSize(1);
    loseAnswer(2);
    Version unconditional = unique.put(A, TWO);
    assertThat(whole.get(A).map(Entry::version)).contains(unconditional);
    loseRequest(3);
    assertThatThrownBy(() -> unique.put(A, ONE)).isInstanceOf(OutcomeUnknown.class);
    loseRequest(4);
    unique.put(A, ONE, Condition.version(unconditional));
    assertThat(inner.commits()).hasSize(5);
  }

  @Test
  void aWriteThatWasReplacedInPartIsKnownToBeWrittenButNotItsVersions() {
    inner.afterCommit(
        number -> {
          if (number == 1) {
            inner.afterCommit(n -> {});
            whole.put(B, Value.json("3"));
            throw new OutcomeUnknown("The answer was lost", null);
          }
        });
    WriteBatch batch = WriteBatch.builder().put(A, ONE).put(B, TWO).build();
    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, () -> unique.commit(batch));
    assertThat(unknown.attribute("written")).contains("true");
  }

  @Test
  void whatCannotBeReadBackIsRepeatedOrLeftUnknown() {
    inner.beforeGet(
        number -> {
          throw new Unavailable("Not now");
        });
    Version a = whole.put(A, ONE);
    Version b = whole.put(B, ONE);
    loseAnswer(3);
    assertThatThrownBy(() -> unique.put(A, TWO, Condition.version(a)))
        .isInstanceOf(OutcomeUnknown.class);
    loseRequest(5);
    unique.put(B, TWO, Condition.version(b));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverIsLostACounterCountsWhatSucceededAndPerhapsWhatIsUnknown(boolean uniqueValues) {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    inner.beforeCommit(number -> throwSome(random));
    inner.afterCommit(number -> throwSome(random));
    int succeeded = 0;
    int unknown = 0;
    for (int i = 0; i < 2_000; i++) {
      Entry before = whole.get(A).orElse(null);
      int count = before == null ? 0 : count(before);
      Value next = Value.json((count + 1) + (uniqueValues ? " " + i : ""));
      Condition condition =
          before == null ? Condition.absent() : Condition.version(before.version());
      try {
        Version version = (uniqueValues ? unique : storage).put(A, next, condition);
        assertThat(whole.get(A)).as("seed %d", seed).contains(Entry.of(A, next, version));
        succeeded++;
      } catch (OutcomeUnknown e) {
        unknown++;
      } catch (Unavailable e) {
        assertThat(e.attribute("attempts")).isPresent();
      }
    }
    int counted = count(whole.get(A).orElseThrow());
    assertThat(counted).as("seed %d", seed).isBetween(succeeded, succeeded + unknown);
    if (uniqueValues) {
      assertThat(unknown).as("seed %d", seed).isLessThan(20);
    }
  }

  private static int count(Entry entry) {
    return Integer.parseInt(entry.value().text().replaceAll(" .*", ""));
  }

  /** Not a Conflict: nobody else writes, so each would be about one's own write. */
  private static void throwSome(Random random) {
    switch (random.nextInt(12)) {
      case 0 -> throw new OutcomeUnknown("Lost", null);
      default -> {}
    }
  }

  private void loseRequest(int commit) {
    inner.beforeCommit(
        number -> {
          if (number == commit) {
            throw new OutcomeUnknown("The request was lost", null);
          }
        });
  }

  private void loseAnswer(int commit) {
    inner.afterCommit(
        number -> {
          if (number == commit) {
            throw new OutcomeUnknown("The answer was lost", null);
          }
        });
  }

  private Storage retrying(boolean uniqueValues) {
    return Storage.builder(inner)
        .with(Retry.builder().uniqueValues(uniqueValues).surroundings(time).build())
        .open();
  }
}

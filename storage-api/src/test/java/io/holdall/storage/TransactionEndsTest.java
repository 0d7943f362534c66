package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How transactions end that do not simply commit, and that nothing is repeated in vain. */
class TransactionEndsTest {
  private static final Key A = Key.of("t", "a");
  private static final Key T = Key.of("t");

  private final MemoryBackend memory = new MemoryBackend();
  private final ScriptedBackend backend = new ScriptedBackend(memory);
  private final Storage storage = Storage.of(backend);

  @Test
  void transactionThatDoesNothingCommitsNothing() {
    assertThat(storage.<String>transact(tx -> "done")).isEqualTo("done");
    assertThat(backend.commits()).isEmpty();
  }

  @Test
  void exceptionOfTheBodyWritesNothingAndIsNotRepeated() {
    AtomicInteger runs = new AtomicInteger();
    IllegalStateException mine = new IllegalStateException("mine");

    assertThatThrownBy(
            () ->
                storage.transact(
                    tx -> {
                      runs.incrementAndGet();
                      tx.put(A, Value.json("1"));
                      throw mine;
                    }))
        .isSameAs(mine);
    assertThat(runs).hasValue(1);
    assertThat(backend.commits()).isEmpty();
  }

  @Test
  void conflictOfTheBodyItselfIsNotRepeated() {
    storage.put(A, Value.json("1"));
    AtomicInteger runs = new AtomicInteger();

    assertThatThrownBy(
            () ->
                storage.transact(
                    tx -> {
                      runs.incrementAndGet();
                      return storage.put(A, Value.json("2"), Condition.absent());
                    }))
        .isInstanceOf(Conflict.class);
    assertThat(runs).hasValue(1);
  }

  @Test
  void useAfterItsEndIsRefusedHoweverItEnded() {
    List<Transaction> kept = new ArrayList<>();
    storage.transact(
        tx -> {
          kept.add(tx);
          return true;
        });
    assertRefused(kept.get(0));

    assertThatThrownBy(
            () ->
                storage.transact(
                    tx -> {
                      kept.add(tx);
                      throw new IllegalStateException("mine");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertRefused(kept.get(1));
  }

  @Test
  void lostAnswerIsNotRepeated() {
    AtomicInteger runs = new AtomicInteger();
    backend.afterCommit(
        number -> {
          throw new OutcomeUnknown("The answer was lost", null);
        });

    assertThatThrownBy(
            () ->
                storage.transact(
                    tx -> {
                      runs.incrementAndGet();
                      tx.put(A, Value.json("1"));
                      return true;
                    }))
        .isInstanceOf(OutcomeUnknown.class);
    assertThat(runs).hasValue(1);
    assertThat(backend.commits()).hasSize(1);
  }

  @Test
  void storeThatIsUnavailableIsNotAskedAgain() {
    backend.beforeCommit(
        number -> {
          throw new Unavailable("No connection");
        });

    assertThatThrownBy(() -> TransactionsTest.increment(storage, A))
        .isInstanceOf(Unavailable.class);
    assertThat(backend.commits()).hasSize(1);
  }

  @Test
  void attemptsAreBounded() {
    backend.beforeCommit(
        number -> memory.commit(WriteBatch.builder().put(A, Value.json("0")).build()));

    Conflict conflict =
        catchThrowableOfType(Conflict.class, () -> TransactionsTest.increment(storage, A));

    assertThat(conflict.attribute("attempts")).contains("100");
    assertThat(conflict.keys()).containsExactly(A);
    assertThat(backend.commits()).hasSize(Transactions.ATTEMPTS);
  }

  @Test
  void interruptedCallerKeepsItsFlagAndFinishes() {
    backend.beforeCommit(
        number -> {
          if (number == 1) {
            memory.commit(WriteBatch.builder().put(A, Value.json("5")).build());
            Thread.currentThread().interrupt();
          }
        });

    TransactionsTest.increment(storage, A);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(storage.get(A).orElseThrow().value()).isEqualTo(Value.json("6"));
  }

  @Test
  void transactionThatReadsTooMuchForOneBatchIsRefused() {
    Storage small =
        Storage.of(
            new MemoryBackend(MemoryBackend.defaultCapabilities().maxBatchOperations(2).build()));

    assertThatThrownBy(
            () ->
                small.transact(
                    tx -> {
                      for (int i = 0; i < 3; i++) {
                        assertThat(tx.get(T.child(i))).isEmpty();
                      }
                      return true;
                    }))
        .isInstanceOf(LimitExceeded.class);
  }

  private static void assertRefused(Transaction ended) {
    assertThatThrownBy(() -> ended.get(A)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> ended.put(A, Value.json("1"))).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> ended.delete(A)).isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> ended.under(T)).isInstanceOf(InvalidArgument.class);
  }
}

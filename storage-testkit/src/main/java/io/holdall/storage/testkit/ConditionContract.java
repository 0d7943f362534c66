package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Versions and conditions: who writes on the strength of what was read is told if it changed. */
interface ConditionContract {
  @Test
  @Case(19)
  default void creatingWhatExistsConflictsAndLeavesIt(StoreUnderTest store) {
    store.needConditions();
    Key key = Key.of("created");
    store.storage().put(key, text("first"), Condition.absent());
    Entry first = store.storage().get(key).orElseThrow();
    assertConflict(
        () -> store.storage().put(key, text("second"), Condition.absent()), List.of(key));
    Contents.showing(assertThat(store.storage().get(key))).contains(first);
  }

  @Test
  @Case(20)
  default void aStaleVersionConflicts(StoreUnderTest store) {
    store.needConditions();
    Storage storage = store.storage();
    Key key = Key.of("stale");
    Version first = storage.put(key, text("1"));
    Version second = storage.put(key, text("2"), Condition.version(first));
    assertConflict(() -> storage.put(key, text("3"), Condition.version(first)), List.of(key));
    assertConflict(() -> storage.delete(key, Condition.version(first)), List.of(key));
    assertConflict(
        () -> storage.put(key, text("3"), Condition.version(Samples.neverIssued())), List.of(key));
    Contents.assertValue(storage, key, text("2"));
    storage.delete(key, Condition.version(second));
    Contents.assertAbsent(storage, key);
  }

  @Test
  @Case(21)
  default void theVersionOfAnAbsentKeyConflicts(StoreUnderTest store) {
    store.needConditions();
    Storage storage = store.storage();
    Key never = Key.of("never");
    Key gone = Key.of("gone");
    Version was = storage.put(gone, text("was"));
    storage.delete(gone);
    for (Version version : List.of(was, Samples.neverIssued())) {
      for (Key key : List.of(never, gone)) {
        Condition condition = Condition.version(version);
        assertConflict(() -> storage.put(key, text("x"), condition), List.of(key));
        assertConflict(() -> storage.delete(key, condition), List.of(key));
      }
    }
    Contents.assertHolds(storage, Map.of());
  }

  @Test
  @Case(22)
  default void rewritingIdenticalBytesGivesANewVersion(StoreUnderTest store) {
    Storage storage = store.storage();
    Key key = Key.of("same");
    Set<Version> versions = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      Version version = storage.put(key, text("same bytes"));
      assertThat(versions.add(version)).as("version %s is new", version).isTrue();
      assertThat(storage.get(key).orElseThrow().version()).as("version read").isEqualTo(version);
    }
  }

  @Test
  @Case(23)
  default void aVersionIsNeverIssuedTwice(StoreUnderTest store) {
    Key key = Key.of("reborn");
    Set<Version> versions = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      Version version = store.storage().put(key, text("same bytes"));
      assertThat(versions.add(version))
          .as("version %s of writing %d was not issued before", version, i)
          .isTrue();
      if (i % 3 != 0) {
        store.storage().delete(key);
      }
      if (i % 4 == 3 && store.isPersistent()) {
        store.reopen();
      }
    }
  }

  @Test
  @Case(23)
  default void aStaleVersionConflictsAfterDeleteAndReCreation(StoreUnderTest store) {
    store.needConditions();
    Storage storage = store.storage();
    Key key = Key.of("reborn");
    Version first = storage.put(key, text("same bytes"));
    storage.delete(key);
    storage.put(key, text("same bytes"), Condition.absent());
    assertConflict(() -> storage.put(key, text("x"), Condition.version(first)), List.of(key));
    assertConflict(() -> storage.delete(key, Condition.version(first)), List.of(key));
    Contents.assertValue(storage, key, text("same bytes"));
  }

  @Test
  @Case(24)
  default void aVersionSurvivesItsTextFormAndReopening(StoreUnderTest store) {
    Key key = Key.of("lasting");
    Version version = store.storage().put(key, text("1"));
    Version parsed = Version.parse(version.text());
    assertThat(parsed).isEqualTo(version);
    if (store.isPersistent()) {
      assertThat(store.reopen().get(key).map(Entry::version))
          .as("version after reopening")
          .contains(version);
    }
    if (store.capabilities().conditions()) {
      store.storage().put(key, text("2"), Condition.version(parsed));
      Contents.assertValue(store.storage(), key, text("2"));
    }
  }

  @Test
  @Case(27)
  default void conditionsHoldOnEveryPath(StoreUnderTest store) {
    store.needConditions();
    ConditionTable.forEach(
        (operation, condition, present) -> {
          ConditionTable.Row row =
              ConditionTable.row(store.storage(), operation, condition, present);
          row.assertOutcome(store.storage(), WriteBatch.builder().add(row.operation()).build());
        });
  }

  @Test
  @Case(27)
  default void conditionsHoldOnEveryPathInBatches(StoreUnderTest store) {
    store.needConditions();
    store.needBatches();
    Key beside = Key.of("beside");
    ConditionTable.forEach(
        (operation, condition, present) -> {
          Storage storage = store.storage();
          Value before = text("before " + operation + condition + present);
          storage.put(beside, before);
          ConditionTable.Row row = ConditionTable.row(storage, operation, condition, present);
          Value after = text("after " + operation + condition + present);
          row.assertOutcome(
              storage, WriteBatch.builder().put(beside, after).add(row.operation()).build());
          Contents.assertValue(storage, beside, row.holds() ? after : before);
        });
  }

  @Test
  @Case(28)
  default void aLostAnswerIsSuccessOrOutcomeUnknownNeverConflict(StoreUnderTest store) {
    Optional<Runnable> loseNextAnswer = store.description().loseNextAnswer();
    Assumptions.assumeTrue(
        loseNextAnswer.isPresent(), "the backend's description has no withLostAnswer hook");
    store.needConditions();
    Storage storage = store.storage();
    Key key = Key.of("lost");
    loseNextAnswer.orElseThrow().run();
    Throwable creating =
        catchThrowable(() -> storage.put(key, text("created"), Condition.absent()));
    assertSuccessOrUnknown(creating);
    Version created = storage.get(key).orElseThrow().version();
    loseNextAnswer.orElseThrow().run();
    Throwable replacing =
        catchThrowable(() -> storage.put(key, text("replaced"), Condition.version(created)));
    assertSuccessOrUnknown(replacing);
    Contents.assertValue(storage, key, text("replaced"));
  }

  @Test
  @Case(28)
  default void anUnknownOutcomeIsReportedAndNeverRepeated(StoreUnderTest store) {
    Faults losing = Faults.always(Fault.ANSWER_LOST);
    Storage storage = Storage.of(losing.decorate(store.backend()));
    Key key = Key.of("lost");
    assertThatThrownBy(() -> storage.put(key, text("1"))).isInstanceOf(OutcomeUnknown.class);
    assertThat(losing.commits()).as("commits that arrived at the backend").isEqualTo(1);
    Contents.assertValue(store.storage(), key, text("1"));
    if (store.capabilities().conditions()) {
      Key created = Key.of("created");
      assertThatThrownBy(() -> storage.put(created, text("1"), Condition.absent()))
          .isInstanceOf(OutcomeUnknown.class);
      assertThat(losing.commits()).as("commits that arrived at the backend").isEqualTo(2);
      Contents.assertValue(store.storage(), created, text("1"));
    }
  }

  @Test
  @Case(28)
  default void anUnknownOutcomeOfATransactionIsNeverRepeated(StoreUnderTest store) {
    store.needConditions();
    store.needBatches();
    Key key = Key.of("lost");
    store.storage().put(key, Value.json("1"));
    Faults losing = Faults.always(Fault.ANSWER_LOST);
    assertThatThrownBy(
            () ->
                Storage.of(losing.decorate(store.backend()))
                    .transact(
                        tx -> {
                          String old = tx.get(key).orElseThrow().text();
                          tx.put(key, Value.json(old + "0"));
                          return old;
                        }))
        .isInstanceOf(OutcomeUnknown.class);
    assertThat(losing.commits()).as("commits that arrived at the backend").isEqualTo(1);
    Contents.assertValue(store.storage(), key, Value.json("10"));
  }

  @Test
  @Case(29)
  default void conditionsThatAreNotKeptAreRefusedAndNothingIsWritten(StoreUnderTest store) {
    Assumptions.assumeFalse(store.capabilities().conditions(), "the backend keeps conditions");
    Storage storage = store.storage();
    Key key = Key.of("unconditional");
    Version version = storage.put(key, text("old"));
    for (Condition condition : List.of(Condition.absent(), Condition.version(version))) {
      assertThatThrownBy(() -> storage.put(key, text("new"), condition))
          .isInstanceOf(Unsupported.class);
      assertThatThrownBy(() -> storage.delete(key, condition)).isInstanceOf(Unsupported.class);
      WriteBatch check = WriteBatch.builder().check(key, condition).build();
      assertThatThrownBy(() -> storage.commit(check)).isInstanceOf(Unsupported.class);
    }
    Contents.assertHolds(storage, Map.of(key, text("old")));
  }

  /** Asserts a conflict that names these keys, in this order. */
  static void assertConflict(ThrowingCallable call, List<Key> keys) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(Conflict.class);
    if (thrown instanceof Conflict conflict) {
      assertThat(conflict.keys()).as("keys in conflict").isEqualTo(keys);
      assertThat(conflict.isRetryable()).as("a conflict is retryable").isFalse();
    }
  }

  private static void assertSuccessOrUnknown(@Nullable Throwable thrown) {
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(OutcomeUnknown.class);
    }
  }

  private static Value text(String text) {
    return Samples.text(text);
  }
}

package io.holdall.storage.decorator.access;

import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Commits of views, with others at work at the worst moment. */
final class JudgedCommitsTest {
  private static final Key KEY = Key.of("notes", "1");
  private static final Key OTHER = Key.of("notes", "2");
  private static final Value HERS = Value.json("{\"owner\":\"ana\"}");
  private static final Value HIS = Value.json("{\"owner\":\"ben\"}");
  private static final Rule OWN =
      Rule.allow(READ, LIST, UPDATE, DELETE).on("notes/*").toAnyone().ownedBy("owner");

  private final MemoryBackend store = new MemoryBackend();
  private final ScriptedBackend scripted = new ScriptedBackend(store);

  @Test
  void ownEntryIsChangedAndForeignOneIsNot() {
    Storage ana = view(OWN);
    put(KEY, HERS);
    put(OTHER, HIS);
    ana.put(KEY, Value.json("{\"owner\":\"ana\",\"n\":2}"));
    assertDenied(() -> ana.put(OTHER, HERS));
    ana.delete(OTHER); // as if it were not there
    assertThat(value(OTHER)).isEqualTo(HIS);
    ana.delete(KEY);
    assertThat(store.stats().entries()).hasValue(1);
  }

  @Test
  void entryIsNeitherTakenNorGivenAway() {
    Storage ana = view(OWN, Rule.allow(CREATE).on("notes/*").toAnyone().ownedBy("owner"));
    put(KEY, HERS);
    assertDenied(() -> ana.put(KEY, HIS));
    assertDenied(() -> ana.put(KEY, Value.json("{}")));
    assertDenied(() -> ana.put(OTHER, HIS));
    put(KEY, HIS);
    assertDenied(() -> ana.put(KEY, HERS));
    assertThat(value(KEY)).isEqualTo(HIS);
  }

  @Test
  void entryGivenToAnotherBeforeTheCommitIsNotOverwritten() {
    Storage ana = view(OWN);
    put(KEY, HERS);
    scripted.beforeCommit(once(() -> put(KEY, HIS)));
    assertDenied(() -> ana.put(KEY, HERS));
    assertThat(value(KEY)).isEqualTo(HIS);
  }

  @Test
  void entryGivenToAnotherBeforeTheCommitIsNotDeleted() {
    Storage ana = view(OWN);
    put(KEY, HERS);
    scripted.beforeCommit(once(() -> put(KEY, HIS)));
    ana.delete(KEY);
    assertThat(value(KEY)).isEqualTo(HIS);
  }

  @Test
  void foreignEntryThatBecomesOnesOwnBeforeTheCommitIsDeleted() {
    Storage ana = view(OWN);
    put(KEY, HIS);
    scripted.beforeCommit(once(() -> put(KEY, HERS)));
    ana.delete(KEY);
    assertThat(store.stats().entries()).hasValue(0);
  }

  @Test
  void whoMayOnlyCreateOverwritesNothingEvenInARace() {
    Storage ana = view(Rule.allow(CREATE).on("notes/*").toAnyone());
    scripted.beforeCommit(once(() -> put(KEY, HIS)));
    assertDenied(() -> ana.put(KEY, HERS));
    assertThat(value(KEY)).isEqualTo(HIS);
    assertThatThrownBy(() -> ana.put(KEY, HERS, Condition.absent())).isInstanceOf(Conflict.class);
    ana.put(OTHER, HERS);
  }

  @Test
  void whoMayOnlyUpdateCreatesNothingEvenInARace() {
    Storage ana = view(Rule.allow(UPDATE).on("notes/*").toAnyone());
    put(KEY, HIS);
    ana.put(KEY, HERS);
    scripted.beforeCommit(at(2, () -> delete(KEY)));
    assertDenied(() -> ana.put(KEY, HERS));
    assertThat(store.stats().entries()).hasValue(0);
  }

  @Test
  void changesByOthersInBetweenAreNoConflict() {
    Storage ana = view(OWN);
    put(KEY, HERS);
    scripted.beforeCommit(
        number -> {
          if (number < 20) {
            put(KEY, Value.json("{\"owner\":\"ana\",\"n\":%d}".formatted(number)));
          }
        });
    ana.put(KEY, HERS);
    assertThat(value(KEY)).isEqualTo(HERS);
    assertThat(scripted.commits()).hasSize(20);
  }

  @Test
  void changesWithoutEndAreUnavailableAndNothingIsWritten() {
    Storage ana = view(OWN);
    Value others = Value.json("{\"owner\":\"ana\",\"by\":\"others\"}");
    put(KEY, others);
    scripted.beforeCommit(number -> put(KEY, others));
    assertThatThrownBy(() -> ana.put(KEY, HERS)).isInstanceOf(Unavailable.class);
    assertThat(value(KEY)).isEqualTo(others);
  }

  @Test
  void conditionOnAHiddenEntryFailsAsIfThereWereNone() {
    Storage ana = view(OWN);
    Version his = put(KEY, HIS);
    for (Version version : List.of(his, Version.of(77))) {
      for (Key key : List.of(KEY, OTHER)) {
        Condition guess = Condition.version(version);
        assertConflict(() -> ana.put(key, HERS, guess), key);
        assertConflict(() -> ana.delete(key, guess), key);
        assertConflict(() -> ana.commit(WriteBatch.builder().check(key, guess).build()), key);
      }
    }
    ana.commit(WriteBatch.builder().check(KEY, Condition.absent()).build());
    ana.delete(KEY, Condition.absent());
    assertThat(value(KEY)).isEqualTo(HIS);
  }

  @Test
  void visibleForeignEntryIsRefusedAndNotDeniedToExist() {
    Storage ana = view(OWN, Rule.allow(READ).on("notes/*").toAnyone());
    Version his = put(KEY, HIS);
    assertDenied(() -> ana.delete(KEY));
    assertDenied(() -> ana.put(KEY, HERS, Condition.version(his)));
  }

  @Test
  void deniedOperationDeniesTheBatchWhateverElseFails() {
    Storage ana = view(OWN, Rule.allow(CREATE).on("notes/*").toAnyone());
    put(KEY, HERS);
    WriteBatch batch =
        WriteBatch.builder()
            .put(KEY, HERS, Condition.absent())
            .put(OTHER, HERS)
            .delete(Key.of("elsewhere"))
            .build();
    assertDenied(() -> ana.commit(batch));
    assertThat(scripted.commits()).isEmpty();
  }

  @Test
  void conflictNamesEveryKeyThatFailed() {
    Storage ana = view(OWN, Rule.allow(READ, LIST, CREATE, UPDATE).on("open/**").toAnyone());
    put(KEY, HERS);
    put(Key.of("open", "1"), HIS);
    Condition stale = Condition.version(Version.of(99));
    WriteBatch batch =
        WriteBatch.builder()
            .put(Key.of("open", "1"), HERS, Condition.absent())
            .put(KEY, HERS, stale)
            .put(Key.of("open", "2"), HERS)
            .check(Key.of("open", "3"), stale)
            .build();
    assertThatThrownBy(() -> ana.commit(batch))
        .isInstanceOfSatisfying(
            Conflict.class,
            e ->
                assertThat(e.keys())
                    .containsExactly(Key.of("open", "1"), KEY, Key.of("open", "3")));
    assertThat(store.get(List.of(Key.of("open", "2"))).get(0)).isEmpty();
  }

  @Test
  void conflictThatArisesAtTheCommitIsFoundBesideWhatWasLookedAt() {
    Storage ana = view(OWN, Rule.allow(CREATE).on("open/**").toAnyone());
    Key open = Key.of("open", "1");
    put(KEY, HERS);
    scripted.beforeCommit(once(() -> put(open, HIS)));
    WriteBatch batch =
        WriteBatch.builder().put(KEY, HERS).put(open, HERS, Condition.absent()).build();
    assertConflict(() -> ana.commit(batch), open);
    assertThat(scripted.commits()).hasSizeLessThan(4);
  }

  @Test
  void hiddenEntriesDoNotFailATransactionThatReadTheRange() {
    Storage ana = view(OWN, Rule.allow(CREATE).on("notes/*").toAnyone());
    put(KEY, HERS);
    put(OTHER, HIS);
    scripted.beforeCommit(once(() -> put(Key.of("notes", "3"), HIS)));
    int runs =
        ana.transact(
            tx -> {
              assertThat(tx.under(Key.of("notes"))).containsOnlyKeys(KEY);
              tx.put(Key.of("notes", "4"), HERS);
              return 1;
            });
    assertThat(runs).isEqualTo(1);
    assertThat(ana.keys(Scan.all())).containsExactly(KEY, Key.of("notes", "4"));
  }

  @Test
  void entryThatBecomesVisibleFailsATransactionThatReadTheRange() {
    Storage ana = view(OWN);
    put(KEY, HIS);
    WriteBatch asRead =
        WriteBatch.builder().checkRange(Scan.all().range(), new TreeMap<>()).build();
    ana.commit(asRead);
    scripted.beforeCommit(at(2, () -> put(KEY, HERS)));
    assertConflict(() -> ana.commit(asRead), KEY);
  }

  @Test
  void refusalOfAForeignEntryCostsNoMoreThanReadingIt() {
    Storage ana = view(OWN);
    put(KEY, HIS);
    assertDenied(() -> ana.put(KEY, HERS));
    assertDenied(() -> ana.put(OTHER, HERS));
    assertThat(scripted.commits()).isEmpty();
  }

  @Test
  void storeOfSingleEntriesKeepsOwnershipToo() {
    MemoryBackend single =
        new MemoryBackend(
            MemoryBackend.defaultCapabilities()
                .atomicity(Atomicity.ENTRY)
                .rangeChecks(false)
                .build());
    Storage ana =
        Storage.of(AccessControl.of(Policy.builder().rule(OWN).build()).decorate(single))
            .as(Principal.of("ana"));
    single.commit(WriteBatch.builder().put(KEY, HIS).build());
    assertDenied(() -> ana.put(KEY, HERS));
    single.commit(WriteBatch.builder().put(KEY, HERS).build());
    ana.put(KEY, HERS);
    ana.delete(KEY);
  }

  @Test
  void storeWithoutConditionsRefusesWhatItCouldNotMakeCertain() {
    MemoryBackend plain =
        new MemoryBackend(
            MemoryBackend.defaultCapabilities().conditions(false).rangeChecks(false).build());
    Storage ana =
        Storage.of(AccessControl.of(Policy.builder().rule(OWN).build()).decorate(plain))
            .as(Principal.of("ana"));
    assertThatThrownBy(() -> ana.put(KEY, HERS)).isInstanceOf(Unsupported.class);
    assertThat(ana.get(KEY)).isEmpty();
  }

  private Storage view(Rule... rules) {
    Policy.Builder policy = Policy.builder();
    List.of(rules).forEach(policy::rule);
    return Storage.of(AccessControl.of(policy.build()).decorate(scripted)).as(Principal.of("ana"));
  }

  private static ScriptedBackend.Step once(Runnable step) {
    return at(1, step);
  }

  private static ScriptedBackend.Step at(int wanted, Runnable step) {
    return number -> {
      if (number == wanted) {
        step.run();
      }
    };
  }

  private Version put(Key key, Value value) {
    return store.commit(WriteBatch.builder().put(key, value).build()).version(key);
  }

  private void delete(Key key) {
    store.commit(WriteBatch.builder().delete(key).build());
  }

  private Value value(Key key) {
    return store.get(List.of(key)).get(0).map(Entry::value).orElseThrow();
  }

  private static void assertDenied(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(AccessDenied.class);
  }

  private static void assertConflict(Runnable call, Key key) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(Conflict.class, e -> assertThat(e.keys()).containsExactly(key));
  }
}

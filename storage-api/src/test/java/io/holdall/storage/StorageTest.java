package io.holdall.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.fixture.ScriptedBackend;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the front refuses before it reaches a backend, and what it adds to errors. */
class StorageTest {
  private static final Key A = Key.of("a");
  private static final Key B = Key.of("b");
  private static final Value ONE = Value.json("1");

  @Test
  void writesAreReadBack() {
    try (Storage storage = Storage.inMemory()) {
      Version first = storage.put(A, ONE);
      Version second = storage.put(A, ONE, Condition.version(first));

      assertThat(second).isNotEqualTo(first);
      assertThat(storage.get(A)).contains(Entry.of(A, ONE, second));
      assertThat(storage.get(List.of(B, A, A)))
          .extracting(entry -> entry.isPresent())
          .containsExactly(false, true, true);
      storage.delete(A);
      storage.delete(A);
      assertThat(storage.get(A)).isEmpty();
    }
  }

  @Test
  void failedConditionNamesKeyOperationAndBackend() {
    try (Storage storage = Storage.inMemory()) {
      storage.put(A, Value.json("\"secret\""));

      assertThatThrownBy(() -> storage.put(A, Value.json("\"secret\""), Condition.absent()))
          .isInstanceOf(Conflict.class)
          .hasMessage(
              "A condition did not hold, nothing was written"
                  + " [key=a, operation=commit, backend=memory]");
      assertThatThrownBy(() -> storage.delete(B, Condition.version(Version.of(1))))
          .isInstanceOf(Conflict.class);
    }
  }

  @Test
  void valueAndBatchLimitsHoldExactly() {
    ScriptedBackend backend =
        backend(c -> c.maxValueBytes(3).maxBatchOperations(2).maxBatchBytes(6).maxKeyBytes(3));
    Storage storage = Storage.of(backend);

    storage.put(A, Value.json("333"));
    storage.put(Key.of("kkk"), ONE);
    storage.commit(WriteBatch.builder().put(A, Value.json("22")).put(B, Value.json("22")).build());
    int accepted = backend.commits().size();

    assertThatThrownBy(() -> storage.put(A, Value.json("4444")))
        .isInstanceOf(LimitExceeded.class)
        .hasMessage(
            "A value is larger than the store takes"
                + " [key=a, bytes=4, limit=3, operation=commit, backend=memory]");
    assertThatThrownBy(() -> storage.put(Key.of("kkkk"), ONE))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("limit=3");
    assertThatThrownBy(
            () ->
                storage.commit(
                    WriteBatch.builder()
                        .delete(A)
                        .delete(B)
                        .check(Key.of("c"), Condition.absent())
                        .build()))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("operations=3, limit=2");
    assertThatThrownBy(
            () ->
                storage.commit(
                    WriteBatch.builder()
                        .put(A, Value.json("22"))
                        .put(B, Value.json("333"))
                        .build()))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("bytes=7, limit=6");
    assertThat(backend.commits()).hasSize(accepted);
  }

  @Test
  void collectionsOfTheFrameworkAreReadAndCheckedButNotWritten() {
    ScriptedBackend backend = backend(c -> c);
    Storage storage = Storage.of(backend);
    Key reserved = Key.of("_holdall_outbox", "1");
    backend.commit(WriteBatch.builder().put(reserved, ONE).build());

    assertThatThrownBy(() -> storage.put(reserved, ONE))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("key=_holdall_outbox/1");
    assertThatThrownBy(() -> storage.delete(reserved)).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(
            () -> storage.commit(WriteBatch.builder().put(A, ONE).delete(reserved).build()))
        .isInstanceOf(AccessDenied.class);
    assertThat(storage.get(reserved)).isPresent();
    assertThat(storage.get(A)).isEmpty();
    storage.commit(
        WriteBatch.builder()
            .check(reserved, Condition.version(storage.get(reserved).orElseThrow().version()))
            .build());
  }

  @Test
  void readOnlyStoreRefusesWritesAndTakesChecks() {
    ScriptedBackend backend = backend(c -> c.readOnly(true));
    Storage storage = Storage.of(backend);

    assertThatThrownBy(() -> storage.put(A, ONE))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("read-only");
    assertThatThrownBy(() -> storage.delete(A)).isInstanceOf(AccessDenied.class);
    assertThat(backend.commits()).isEmpty();
    storage.commit(WriteBatch.builder().check(A, Condition.absent()).build());
    assertThat(storage.<Boolean>transact(tx -> tx.get(A).isPresent())).isFalse();
  }

  @Test
  void storeOfSingleEntriesRefusesLargerBatchesAndTransactions() {
    ScriptedBackend backend = backend(c -> c.atomicity(Atomicity.ENTRY));
    Storage storage = Storage.of(backend);

    assertThatThrownBy(() -> storage.commit(WriteBatch.builder().put(A, ONE).put(B, ONE).build()))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("operations=2");
    assertThatThrownBy(
            () ->
                storage.commit(
                    WriteBatch.builder().put(A, ONE).check(B, Condition.absent()).build()))
        .isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> storage.transact(tx -> tx.get(A)))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("operation=transact, backend=memory");
    assertThat(backend.commits()).isEmpty();
    storage.put(A, ONE, Condition.absent());
    storage.delete(A);
  }

  @Test
  void storeWithoutConditionsRefusesThem() {
    ScriptedBackend backend = backend(c -> c.conditions(false));
    Storage storage = Storage.of(backend);

    assertThatThrownBy(() -> storage.put(A, ONE, Condition.absent()))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("key=a");
    assertThatThrownBy(() -> storage.delete(A, Condition.version(Version.of(1))))
        .isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> storage.transact(tx -> tx.get(A))).isInstanceOf(Unsupported.class);
    assertThat(backend.commits()).isEmpty();
    storage.put(A, ONE);
  }

  @Test
  void whatTheCapabilitiesDenyIsNeverAskedOfTheBackend() {
    ScriptedBackend backend = backend(c -> c.rangeChecks(false).snapshots(false));
    Storage storage = Storage.of(backend);

    assertThatThrownBy(
            () ->
                storage.commit(
                    WriteBatch.builder().checkRange(KeyRange.all(), new TreeMap<>()).build()))
        .isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> storage.transact(tx -> tx.under(A)))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("operation=transact");
    assertThatThrownBy(storage::snapshot)
        .isInstanceOf(Unsupported.class)
        .hasMessage("This store has no snapshots [operation=snapshot, backend=memory]");
    assertThat(backend.commits()).isEmpty();
    assertThat(storage.<Boolean>transact(tx -> tx.get(A).isPresent())).isFalse();
  }

  @Test
  void errorsOfTheBackendGetTheirCircumstances() {
    ScriptedBackend backend =
        backend(c -> c)
            .beforeGet(number -> fail())
            .beforeScan(number -> fail())
            .beforeCommit(number -> fail());
    Storage storage = Storage.of(backend);

    assertThatThrownBy(() -> storage.get(A))
        .hasMessage("No connection [operation=get, backend=memory, key=a]");
    assertThatThrownBy(() -> storage.get(List.of(A, B)))
        .hasMessage("No connection [operation=get, backend=memory]");
    assertThatThrownBy(() -> storage.scan(Scan.all()))
        .hasMessage("No connection [operation=scan, backend=memory]");
    assertThatThrownBy(() -> storage.put(A, ONE))
        .hasMessage("No connection [operation=commit, backend=memory, key=a]");
  }

  @Test
  void everyCallAfterCloseIsRefusedAndClosingAgainIsHarmless() {
    Storage storage = Storage.inMemory();
    storage.put(A, ONE);
    StorageSnapshot snapshot = storage.snapshot();
    storage.close();
    storage.close();

    assertThatThrownBy(() -> storage.get(A))
        .isInstanceOf(Closed.class)
        .hasMessage("The store is closed [operation=get, backend=memory, key=a]");
    assertThatThrownBy(() -> storage.get(List.of(A))).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> storage.put(A, ONE)).isInstanceOf(Closed.class);
    assertThatThrownBy(storage::snapshot).isInstanceOf(Closed.class);
    assertThatThrownBy(storage::stats)
        .isInstanceOf(Closed.class)
        .hasMessageContaining("operation=stats");
    assertThatThrownBy(() -> storage.transact(tx -> tx.get(A))).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> snapshot.get(A)).isInstanceOf(Closed.class);
    assertThatCode(snapshot::close).doesNotThrowAnyException();
    assertThat(storage.capabilities().backend()).isEqualTo("memory");
  }

  @Test
  void decoratorsAreAppliedInTheOrderWritten() {
    List<String> order = new ArrayList<>();
    MemoryBackend backend = new MemoryBackend();

    try (Storage storage =
        Storage.builder(backend)
            .with(
                inner -> {
                  order.add("first");
                  return new ScriptedBackend(inner).beforeCommit(number -> order.add("inner"));
                })
            .with(
                inner -> {
                  order.add("second");
                  return new ScriptedBackend(inner).beforeCommit(number -> order.add("outer"));
                })
            .open()) {
      storage.put(A, ONE);
    }

    assertThat(order).containsExactly("first", "second", "outer", "inner");
    assertThatThrownBy(() -> backend.get(List.of(A))).isInstanceOf(Closed.class);
  }

  @Test
  void backendWithoutAnExtensionGivesNone() {
    try (Storage storage = Storage.inMemory()) {
      assertThat(storage.extension(Runnable.class)).isEmpty();
      assertThat(storage.backend()).isInstanceOf(MemoryBackend.class);
      assertThat(storage.stats().entries()).hasValue(0);
    }
  }

  private static void fail() {
    throw new Unavailable("No connection");
  }

  private static ScriptedBackend backend(UnaryOperator<Capabilities.Builder> change) {
    return new ScriptedBackend(
        new MemoryBackend(change.apply(MemoryBackend.defaultCapabilities()).build()));
  }
}

package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.testkit.faults.Fault;
import io.holdall.storage.testkit.faults.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Errors: they name operation, key and backend, and never hold what is stored. */
interface ErrorContract {
  /** Stands in every value; must stand in no error. */
  String MARKER = "Marker-of-a-stored-value";

  @Test
  @Case(45)
  default void errorsOfRefusedCallsNameOperationKeyAndBackend(StoreUnderTest store) {
    Storage storage = store.reopenWith("max-value-bytes", "5000");
    Key key = Key.of("errors", "key");
    Value value = Value.json("\"" + MARKER + "\"");
    storage.put(key, value);
    Value large = Value.json(MARKER.repeat(5_000 / MARKER.length() + 1));
    assertTold(store, LimitExceeded.class, "commit", key, () -> storage.put(key, large));

    Key reserved = Key.of(Key.RESERVED_PREFIX, "errors");
    assertTold(store, AccessDenied.class, "commit", reserved, () -> storage.put(reserved, value));

    int longest = storage.capabilities().maxKeyBytes();
    Throwable tooLong = catchThrowable(() -> storage.put(Key.of("x".repeat(longest + 1)), value));
    assertThat(tooLong).isInstanceOf(InvalidArgument.class);
    assertKeepsSecret(tooLong);

    Storage losing = Storage.of(Faults.always(Fault.ANSWER_LOST).decorate(store.backend()));
    assertTold(store, OutcomeUnknown.class, "commit", key, () -> losing.put(key, value));
  }

  @Test
  @Case(45)
  default void errorsOfConditionsNameOperationKeyAndBackend(StoreUnderTest store) {
    Storage storage = store.storage();
    Key key = Key.of("errors", "key");
    Value value = Value.json("\"" + MARKER + "\"");
    storage.put(key, value);
    Class<? extends StorageException> kind =
        storage.capabilities().conditions() ? Conflict.class : Unsupported.class;
    Condition stale = Condition.version(Samples.neverIssued());
    assertTold(store, kind, "commit", key, () -> storage.put(key, value, stale));
    assertTold(store, kind, "commit", key, () -> storage.put(key, value, Condition.absent()));
    assertTold(store, kind, "commit", key, () -> storage.delete(key, stale));
    WriteBatch batch =
        WriteBatch.builder().put(Key.of("other"), value).put(key, value, stale).build();
    Throwable thrown = catchThrowable(() -> storage.commit(batch));
    assertThat(thrown).isInstanceOf(store.hasBatches() ? kind : Unsupported.class);
    assertKeepsSecret(thrown);
  }

  @Test
  @Case(45)
  default void errorsOfMissingAbilitiesNameOperationAndBackend(StoreUnderTest store) {
    Storage storage = store.storage();
    Value value = Value.json("\"" + MARKER + "\"");
    if (!storage.capabilities().snapshots()) {
      assertTold(store, Unsupported.class, "snapshot", null, storage::snapshot);
    }
    if (!store.hasBatches() || !storage.capabilities().conditions()) {
      ThrowingCallable transaction = () -> storage.transact(tx -> tx.get(Key.of("a")));
      assertTold(store, Unsupported.class, "transact", null, transaction);
    }
    if (!store.hasBatches()) {
      WriteBatch two = WriteBatch.builder().put(Key.of("a"), value).put(Key.of("b"), value).build();
      assertTold(store, Unsupported.class, "commit", null, () -> storage.commit(two));
    }
    if (!storage.capabilities().rangeChecks()) {
      WriteBatch check =
          WriteBatch.builder().checkRange(Scan.all().range(), new TreeMap<>()).build();
      assertTold(store, Unsupported.class, "commit", null, () -> storage.commit(check));
    }
  }

  @Test
  @Case(45)
  default void errorsAfterCloseNameOperationKeyAndBackend(StoreUnderTest store) {
    Storage storage = store.storage();
    Key key = Key.of("errors", "key");
    Value value = Value.json("\"" + MARKER + "\"");
    storage.put(key, value);
    storage.close();
    Map<String, ThrowingCallable> calls =
        Map.of(
            "get", () -> storage.get(key),
            "commit", () -> storage.put(key, value));
    calls.forEach((operation, call) -> assertTold(store, Closed.class, operation, key, call));
    assertTold(store, Closed.class, "scan", null, () -> storage.scan(Scan.all()));
    assertTold(store, Closed.class, "stats", null, storage::stats);
    if (storage.capabilities().snapshots()) {
      assertTold(store, Closed.class, "snapshot", null, storage::snapshot);
    }
  }

  private static void assertTold(
      StoreUnderTest store,
      Class<? extends StorageException> kind,
      String operation,
      @Nullable Key key,
      ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(kind);
    if (thrown instanceof StorageException e) {
      assertThat(e.operation()).as("operation of %s", e).contains(operation);
      assertThat(e.backend()).as("backend of %s", e).contains(store.description().type());
      if (key != null) {
        assertThat(e.key()).as("key of %s", e).contains(key.encoded());
        assertThat(e.getMessage()).contains(key.encoded());
      }
    }
    assertKeepsSecret(thrown);
  }

  /** Nothing stored may stand in the exception, its causes, or what was suppressed. */
  private static void assertKeepsSecret(@Nullable Throwable thrown) {
    if (thrown == null) {
      return;
    }
    assertThat(thrown.toString()).as("text of an error").doesNotContain(MARKER);
    if (thrown instanceof StorageException e) {
      assertThat(e.attributes().toString()).as("attributes of an error").doesNotContain(MARKER);
    }
    Optional.ofNullable(thrown.getCause()).ifPresent(ErrorContract::assertKeepsSecret);
    for (Throwable suppressed : thrown.getSuppressed()) {
      assertKeepsSecret(suppressed);
    }
  }
}

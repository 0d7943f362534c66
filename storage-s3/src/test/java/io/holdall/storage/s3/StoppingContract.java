package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interrupting callers and closing the store while the service does not answer. */
abstract class StoppingContract {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value VALUE = Value.json("1");

  private final TestStore store;
  private final Storage storage;

  StoppingContract(TestStore store) {
    this.store = store;
    this.storage = store.open();
  }

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @Test
  void anInterruptedReadEndsAtOnceAndKeepsItsFlag() {
    storage.put(KEY, VALUE);
    store.service.next(Operation.GET, Fault.HANGS_AFTER);
    Calls.Call<Optional<Entry>> reading = Calls.start(() -> storage.get(KEY));
    Calls.awaitRequest(store.service, Operation.GET);
    reading.thread().interrupt();
    assertThat(reading.failure()).isInstanceOf(Unavailable.class);
    assertThat(reading.wasInterrupted()).isTrue();
    assertThat(storage.get(KEY)).isPresent();
  }

  @Test
  void anInterruptedReadLeavesItsThreadToOthersWhileTheServiceStillHangs() {
    storage.put(KEY, VALUE);
    try (Storage narrow =
        store.open(builder -> builder.concurrency(1).requestTimeout(Duration.ofMinutes(2)))) {
      store.service.next(Operation.GET, Fault.HANGS_AFTER);
      Calls.Call<Optional<Entry>> reading = Calls.start(() -> narrow.get(KEY));
      Calls.awaitRequest(store.service, Operation.GET);
      reading.thread().interrupt();
      assertThat(reading.failure()).isInstanceOf(Unavailable.class);
      assertThat(Calls.start(() -> narrow.get(KEY)).failure()).isNull();
    }
  }

  @Test
  void anInterruptedScanEndsAtOnceAndLeavesNoRequestsBehind() {
    for (int i = 0; i < 200; i++) {
      storage.put(Key.of("many").child(i), VALUE);
    }
    store.service.next(
        Operation.GET, Collections.nCopies(64, Fault.HANGS_BEFORE).toArray(new Fault[0]));
    store.service.forget();
    Calls.Call<Page> scanning = Calls.start(() -> storage.scan(Scan.all()));
    Calls.awaitRequest(store.service, Operation.GET);
    scanning.thread().interrupt();
    assertThat(scanning.failure()).isInstanceOf(Unavailable.class);
    assertThat(store.service.count(Operation.GET)).isLessThanOrEqualTo(64);
  }

  @Test
  void anInterruptedWriteThatIsAnsweredSoonIsASuccess() {
    store.service.next(Operation.PUT, Fault.HANGS_BEFORE);
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, VALUE));
    Calls.awaitRequest(store.service, Operation.PUT);
    writing.thread().interrupt();
    store.service.release();
    assertThat(writing.failure()).isNull();
    assertThat(writing.wasInterrupted()).isTrue();
  }

  @Test
  void anInterruptedWriteThatIsNotAnsweredIsUnknown() {
    store.service.next(Operation.PUT, Fault.HANGS_AFTER);
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, VALUE));
    Calls.awaitRequest(store.service, Operation.PUT);
    writing.thread().interrupt();
    assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
    assertThat(writing.wasInterrupted()).isTrue();
    assertThat(storage.get(KEY)).isPresent();
  }

  @Test
  void anInterruptEndsWaitingForTheNextTry() {
    store.service.next(
        Operation.PUT, Collections.nCopies(1_000, Fault.SLOW_DOWN).toArray(new Fault[0]));
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, VALUE));
    Calls.awaitRequest(store.service, Operation.PUT);
    writing.thread().interrupt();
    assertThat(writing.failure()).isInstanceOf(Unavailable.class);
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void closingEndsReadsThatWait() {
    storage.put(KEY, VALUE);
    store.service.next(Operation.GET, Fault.SLOW_BODY);
    Calls.Call<Optional<Entry>> reading = Calls.start(() -> storage.get(KEY));
    Calls.awaitRequest(store.service, Operation.GET);
    storage.close();
    assertThat(reading.failure()).isInstanceOf(Closed.class);
  }

  @Test
  void closingLetsAWriteBeAnsweredAndThenCallsItUnknown() {
    store.service.next(Operation.PUT, Fault.HANGS_AFTER);
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, VALUE));
    Calls.awaitRequest(store.service, Operation.PUT);
    storage.close();
    assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
  }
}

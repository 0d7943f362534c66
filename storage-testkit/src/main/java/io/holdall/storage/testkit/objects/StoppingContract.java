package io.holdall.storage.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Interrupting callers and closing the store while the service does not answer. */
public interface StoppingContract extends ServiceTests {
  @Test
  default void anInterruptedReadEndsAtOnceAndKeepsItsFlag() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.NEW);
      service.next(Request.READ, ServiceFault.HANGS_AFTER);
      Call<Optional<Entry>> reading = Call.start(() -> storage.get(Note.KEY));
      service.awaitRequest(Request.READ);
      reading.interrupt();
      assertThat(reading.failure()).isInstanceOf(Unavailable.class);
      assertThat(reading.wasInterrupted()).isTrue();
      assertThat(storage.get(Note.KEY)).isPresent();
    }
  }

  @Test
  default void anInterruptedReadLeavesItsThreadToOthersWhileTheServiceStillHangs() {
    Opening narrow = Opening.usual().concurrency(1).requestTimeout(Duration.ofMinutes(2));
    try (ServiceUnderTest service = service();
        Storage storage = service.open(narrow)) {
      storage.put(Note.KEY, Note.NEW);
      service.next(Request.READ, ServiceFault.HANGS_AFTER);
      Call<Optional<Entry>> reading = Call.start(() -> storage.get(Note.KEY));
      service.awaitRequest(Request.READ);
      reading.interrupt();
      assertThat(reading.failure()).isInstanceOf(Unavailable.class);
      assertThat(Call.start(() -> storage.get(Note.KEY)).failure()).isNull();
    }
  }

  @Test
  default void anInterruptedScanEndsAtOnceAndLeavesNoRequestsBehind() {
    int atOnce = 16;
    try (ServiceUnderTest service = service();
        Storage storage = service.open(Opening.usual().concurrency(atOnce))) {
      service.fill(Key.of("many"), 5 * atOnce, Note.NEW);
      service.next(
          Request.READ,
          Collections.nCopies(atOnce, ServiceFault.HANGS_BEFORE).toArray(new ServiceFault[0]));
      Call<Page> scanning = Call.start(() -> storage.scan(Scan.all()));
      service.awaitRequest(Request.READ);
      scanning.interrupt();
      assertThat(scanning.failure()).isInstanceOf(Unavailable.class);
      assertThat(service.count(Request.READ)).isLessThanOrEqualTo(atOnce);
    }
  }

  @Test
  default void anInterruptedWriteThatIsAnsweredSoonIsASuccess() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.next(Request.WRITE, ServiceFault.HANGS_BEFORE);
      Call<Version> writing = Call.start(() -> storage.put(Note.KEY, Note.NEW));
      service.awaitRequest(Request.WRITE);
      writing.interrupt();
      service.release();
      assertThat(writing.failure()).isNull();
      assertThat(writing.wasInterrupted()).isTrue();
    }
  }

  @Test
  default void anInterruptedWriteThatIsNotAnsweredIsUnknown() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.next(Request.WRITE, ServiceFault.HANGS_AFTER);
      Call<Version> writing = Call.start(() -> storage.put(Note.KEY, Note.NEW));
      service.awaitRequest(Request.WRITE);
      writing.interrupt();
      assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
      assertThat(writing.wasInterrupted()).isTrue();
      assertThat(storage.get(Note.KEY)).isPresent();
    }
  }

  @Test
  default void anInterruptEndsWaitingForTheNextTry() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.always(Request.WRITE, ServiceFault.BUSY);
      Call<Version> writing = Call.start(() -> storage.put(Note.KEY, Note.NEW));
      service.awaitRequest(Request.WRITE);
      writing.interrupt();
      assertThat(writing.failure()).isInstanceOf(Unavailable.class);
      assertThat(storage.get(Note.KEY)).isEmpty();
    }
  }

  @Test
  default void closingEndsReadsThatWait() {
    try (ServiceUnderTest service = service()) {
      Storage storage = service.open();
      storage.put(Note.KEY, Note.NEW);
      service.next(Request.READ, ServiceFault.SLOW_BODY);
      Call<Optional<Entry>> reading = Call.start(() -> storage.get(Note.KEY));
      service.awaitRequest(Request.READ);
      storage.close();
      assertThat(reading.failure()).isInstanceOf(Closed.class);
    }
  }

  @Test
  default void closingLetsAWriteBeAnsweredAndThenCallsItUnknown() {
    try (ServiceUnderTest service = service()) {
      Storage storage = service.open();
      service.next(Request.WRITE, ServiceFault.HANGS_AFTER);
      Call<Version> writing = Call.start(() -> storage.put(Note.KEY, Note.NEW));
      service.awaitRequest(Request.WRITE);
      storage.close();
      assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
    }
  }
}

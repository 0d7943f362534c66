package io.holdall.storage.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Condition;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What becomes of calls when requests fail and answers get lost. */
public interface FaultContract extends ServiceTests {
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DENIED", "TRUNCATED", "HANGS_AFTER", "HANGS_BEFORE", "SLOW_BODY"})
  default void aWriteSucceedsWhateverHappensToItsFirstRequest(ServiceFault fault) {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.next(Request.WRITE, fault);
      Version first = storage.put(Note.KEY, Note.OLD, Condition.absent());
      assertThat(storage.get(Note.KEY).orElseThrow().version()).isEqualTo(first);

      service.next(Request.WRITE, fault);
      Version second = storage.put(Note.KEY, Note.NEW, Condition.version(first));
      assertThat(storage.get(Note.KEY).orElseThrow().version())
          .isEqualTo(second)
          .isNotEqualTo(first);

      service.next(Request.WRITE, fault);
      Version third = storage.put(Note.KEY, Note.NEW);
      assertThat(storage.get(Note.KEY).orElseThrow().version())
          .isEqualTo(third)
          .isNotEqualTo(second);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DENIED", "HANGS_AFTER", "HANGS_BEFORE", "SLOW_BODY"})
  default void aReadSucceedsWhateverHappensToItsFirstRequest(ServiceFault fault) {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.NEW);
      service.next(Request.READ, fault);
      assertThat(storage.get(Note.KEY).orElseThrow().value()).isEqualTo(Note.NEW);
      service.next(Request.LIST, fault);
      assertThat(storage.scan(Scan.all()).entries()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER", "RESET_BEFORE", "RESET_AFTER", "BUSY"})
  default void aRemovalSucceedsWhateverHappensToItsFirstRequest(ServiceFault fault) {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.OLD);
      service.next(Request.REMOVE, fault);
      storage.delete(Note.KEY);
      assertThat(storage.get(Note.KEY)).isEmpty();
    }
  }

  @Test
  default void theLostAnswerOfAConditionalRemovalIsUnknownForSomebodyElseMayHaveRemovedIt() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      Version version = storage.put(Note.KEY, Note.OLD);
      service.next(Request.REMOVE, ServiceFault.RESET_AFTER);
      assertThatThrownBy(() -> storage.delete(Note.KEY, Condition.version(version)))
          .isInstanceOf(OutcomeUnknown.class);
      assertThat(storage.get(Note.KEY)).isEmpty();

      Version again = storage.put(Note.KEY, Note.OLD);
      service.next(Request.REMOVE, ServiceFault.ERROR_BEFORE);
      storage.delete(Note.KEY, Condition.version(again));
      assertThat(storage.get(Note.KEY)).isEmpty();
    }
  }

  @Test
  default void aConditionThatFailsAtOnceIsAConflictAndNothingIsRepeated() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.OLD);
      service.forget();
      assertThatThrownBy(() -> storage.put(Note.KEY, Note.NEW, Condition.absent()))
          .isInstanceOf(Conflict.class);
      assertThat(service.count()).isEqualTo(1);
    }
  }

  @Test
  default void contentionIsRepeatedUntilTheConditionIsKnown() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.OLD);
      service.forget();
      service.next(Request.WRITE, ServiceFault.CONTENDED, ServiceFault.CONTENDED);
      assertThatThrownBy(() -> storage.put(Note.KEY, Note.NEW, Condition.absent()))
          .isInstanceOf(Conflict.class);
      assertThat(service.count(Request.WRITE)).isEqualTo(3);
    }
  }

  @Test
  default void onesOwnWriteThatSomebodyReplacedBeforeItWasFoundIsUnknownNeverAConflict() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open();
        Storage other = service.open(Opening.usual().withoutConditions())) {
      service.next(Request.WRITE, ServiceFault.RESET_AFTER);
      service.next(Request.IDENTIFY, ServiceFault.HANGS_BEFORE);
      Call<Version> writing = Call.start(() -> storage.put(Note.KEY, Note.NEW, Condition.absent()));
      service.awaitRequest(Request.IDENTIFY);
      other.put(Note.KEY, Note.OLD);
      service.release();
      assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
      assertThat(storage.get(Note.KEY).orElseThrow().value()).isEqualTo(Note.OLD);
    }
  }

  @Test
  default void aServiceThatNeverTakesAWriteIsUnavailableAndNothingIsWritten() {
    try (ServiceUnderTest service = service();
        Storage hurried = service.open(Opening.usual().timeout(Duration.ofMillis(300)))) {
      service.always(Request.WRITE, ServiceFault.BUSY);
      assertThatThrownBy(() -> hurried.put(Note.KEY, Note.NEW))
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.attribute("attempts")).isPresent());
      assertThat(service.count(Request.WRITE)).isBetween(1, 100);
      assertThat(hurried.get(Note.KEY)).isEmpty();
    }
  }

  @Test
  default void aWriteOfWhichNothingCanBeLearntIsUnknown() {
    try (ServiceUnderTest service = service();
        Storage hurried = service.open(Opening.usual().timeout(Duration.ofMillis(300)))) {
      service.always(Request.WRITE, ServiceFault.ERROR_BEFORE);
      service.always(Request.IDENTIFY, ServiceFault.ERROR_BEFORE);
      assertThatThrownBy(() -> hurried.put(Note.KEY, Note.NEW)).isInstanceOf(OutcomeUnknown.class);
    }
  }

  @Test
  default void whatIsNotAllowedIsRefusedAtOnce() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      service.next(Request.WRITE, ServiceFault.DENIED);
      assertThatThrownBy(() -> storage.put(Note.KEY, Note.NEW)).isInstanceOf(AccessDenied.class);
      assertThat(service.count()).isEqualTo(1);
    }
  }

  @Test
  default void anAnswerThatStopsInTheMiddleIsGivenUpAndReadAgain() {
    try (ServiceUnderTest service = service();
        Storage hurried = service.open(Opening.usual().requestTimeout(Duration.ofMillis(500)))) {
      hurried.put(Note.KEY, Note.NEW);
      service.next(Request.READ, ServiceFault.SLOW_BODY);
      service.forget();
      assertThat(hurried.get(Note.KEY).orElseThrow().value()).isEqualTo(Note.NEW);
      assertThat(service.count(Request.READ)).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  default void aWriteWhoseAnswerNeverComesIsFoundDone() {
    try (ServiceUnderTest service = service();
        Storage hurried = service.open(Opening.usual().requestTimeout(Duration.ofMillis(500)))) {
      service.next(Request.WRITE, ServiceFault.HANGS_AFTER);
      Version version = hurried.put(Note.KEY, Note.NEW, Condition.absent());
      assertThat(hurried.get(Note.KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(service.count(Request.WRITE)).isEqualTo(1);
    }
  }

  @Test
  default void aVersionThatNoServiceGivesIsAConflictAndNotSent() {
    try (ServiceUnderTest service = service();
        Storage storage = service.open()) {
      storage.put(Note.KEY, Note.OLD);
      service.forget();
      Condition strange = Condition.version(Version.parse("a\",\"b"));
      assertThatThrownBy(() -> storage.put(Note.KEY, Note.NEW, strange))
          .isInstanceOf(Conflict.class);
      assertThatThrownBy(() -> storage.delete(Note.KEY, strange)).isInstanceOf(Conflict.class);
      assertThat(service.count()).isZero();
      WriteBatch check = WriteBatch.builder().check(Note.KEY, strange).build();
      assertThatThrownBy(() -> storage.commit(check)).isInstanceOf(Conflict.class);
    }
  }
}

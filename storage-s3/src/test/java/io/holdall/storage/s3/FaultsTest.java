package io.holdall.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What becomes of calls when requests fail and answers get lost. */
final class FaultsTest {
  private static final Key KEY = Key.of("notes", "n1");
  private static final Value OLD = Value.json("\"old\"");
  private static final Value NEW = Value.json("\"new\"");

  private final TestStore store = new TestStore();
  private final Storage storage = store.open();

  @AfterEach
  void close() {
    storage.close();
    store.close();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DENIED", "TRUNCATED", "HANGS_AFTER", "HANGS_BEFORE", "SLOW_BODY"})
  void aWriteSucceedsWhateverHappensToItsFirstRequest(Fault fault) {
    store.service.next(Operation.PUT, fault);
    Version first = storage.put(KEY, OLD, Condition.absent());
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(first);

    store.service.next(Operation.PUT, fault);
    Version second = storage.put(KEY, NEW, Condition.version(first));
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(second).isNotEqualTo(first);

    store.service.next(Operation.PUT, fault);
    Version third = storage.put(KEY, NEW);
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(third).isNotEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DENIED", "HANGS_AFTER", "HANGS_BEFORE", "SLOW_BODY"})
  void aReadSucceedsWhateverHappensToItsFirstRequest(Fault fault) {
    storage.put(KEY, NEW);
    store.service.next(Operation.GET, fault);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(NEW);
    store.service.next(Operation.LIST, fault);
    assertThat(storage.scan(Scan.all()).entries()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER", "RESET_BEFORE", "RESET_AFTER", "SLOW_DOWN"})
  void aRemovalSucceedsWhateverHappensToItsFirstRequest(Fault fault) {
    storage.put(KEY, OLD);
    store.service.next(Operation.DELETE, fault);
    storage.delete(KEY);
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void theLostAnswerOfAConditionalRemovalIsUnknownForSomebodyElseMayHaveRemovedIt() {
    Version version = storage.put(KEY, OLD);
    store.service.next(Operation.DELETE, Fault.RESET_AFTER);
    assertThatThrownBy(() -> storage.delete(KEY, Condition.version(version)))
        .isInstanceOf(OutcomeUnknown.class);
    assertThat(storage.get(KEY)).isEmpty();

    Version again = storage.put(KEY, OLD);
    store.service.next(Operation.DELETE, Fault.ERROR_BEFORE);
    storage.delete(KEY, Condition.version(again));
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void aConditionThatFailsAtOnceIsAConflictAndNothingIsRepeated() {
    storage.put(KEY, OLD);
    store.service.forget();
    assertThatThrownBy(() -> storage.put(KEY, NEW, Condition.absent()))
        .isInstanceOf(Conflict.class);
    assertThat(store.service.count()).isEqualTo(1);
  }

  @Test
  void contentionIsRepeatedUntilTheConditionIsKnown() {
    storage.put(KEY, OLD);
    store.service.next(Operation.PUT, Fault.CONTENDED, Fault.CONTENDED);
    assertThatThrownBy(() -> storage.put(KEY, NEW, Condition.absent()))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void onesOwnWriteThatSomebodyReplacedBeforeItWasFoundIsUnknownNeverAConflict() {
    store.service.next(Operation.PUT, Fault.RESET_AFTER);
    store.service.next(Operation.GET, Fault.HANGS_BEFORE);
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, NEW, Condition.absent()));
    Calls.awaitRequest(store.service, Operation.GET);
    try (Storage other = Storage.of(store.builder().conditions(false).open())) {
      other.put(KEY, OLD);
    }
    store.service.release();
    assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(OLD);
  }

  @Test
  void aServiceThatNeverTakesAWriteIsUnavailableAndNothingIsWritten() {
    try (Storage hurried = store.open(builder -> builder.timeout(Duration.ofMillis(300)))) {
      store.service.next(
          Operation.PUT, Collections.nCopies(1_000, Fault.SLOW_DOWN).toArray(new Fault[0]));
      assertThatThrownBy(() -> hurried.put(KEY, NEW))
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.attribute("attempts")).isPresent());
      assertThat(store.service.count(Operation.PUT)).isBetween(1, 100);
      assertThat(hurried.get(KEY)).isEmpty();
    }
  }

  @Test
  void aWriteOfWhichNothingCanBeLearntIsUnknown() {
    try (Storage hurried = store.open(builder -> builder.timeout(Duration.ofMillis(300)))) {
      Fault[] always = Collections.nCopies(1_000, Fault.ERROR_BEFORE).toArray(new Fault[0]);
      store.service.next(Operation.PUT, always);
      store.service.next(Operation.GET, always);
      assertThatThrownBy(() -> hurried.put(KEY, NEW)).isInstanceOf(OutcomeUnknown.class);
    }
  }

  @Test
  void whatIsNotAllowedIsRefusedAtOnceWithoutSecrets() {
    store.service.next(Operation.PUT, Fault.DENIED);
    Throwable refused = catchThrowable(() -> storage.put(KEY, NEW));
    assertThat(refused).isInstanceOf(AccessDenied.class).hasMessageContaining("code=AccessDenied");
    assertThat(store.service.count()).isEqualTo(1);

    String wrong = "not-the-secret-of-this-service";
    Throwable unsigned =
        catchThrowable(() -> store.builder().credentials("AKIDEXAMPLE", wrong).open());
    assertThat(unsigned).isInstanceOf(AccessDenied.class);
    for (Throwable e = unsigned; e != null; e = e.getCause()) {
      assertThat(e.toString()).doesNotContain(wrong);
    }
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsGivenUpAndReadAgain() {
    try (Storage hurried = store.open(builder -> builder.requestTimeout(Duration.ofMillis(500)))) {
      hurried.put(KEY, NEW);
      store.service.next(Operation.GET, Fault.SLOW_BODY);
      assertThat(hurried.get(KEY).orElseThrow().value()).isEqualTo(NEW);
      assertThat(store.service.count(Operation.GET)).isEqualTo(2);
    }
  }

  @Test
  void aWriteWhoseAnswerNeverComesIsFoundDone() {
    try (Storage hurried = store.open(builder -> builder.requestTimeout(Duration.ofMillis(500)))) {
      store.service.next(Operation.PUT, Fault.HANGS_AFTER);
      Version version = hurried.put(KEY, NEW, Condition.absent());
      assertThat(hurried.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(store.service.count(Operation.PUT)).isEqualTo(1);
    }
  }

  @Test
  void damageIsReportedWithTheObjectItIsIn() {
    storage.put(KEY, NEW);
    String name = "store/notes/n1";
    byte[] body = store.service.body(TestStore.BUCKET, name);
    body[body.length - 4] ^= 1;
    store.service.put(TestStore.BUCKET, name, body);
    assertThatThrownBy(() -> storage.get(KEY))
        .isInstanceOfSatisfying(
            Corrupt.class,
            e -> {
              assertThat(e.attribute("file")).contains(name);
              assertThat(e.attribute("offset")).isPresent();
            });
    store.service.put(TestStore.BUCKET, name, "a note".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Corrupt.class);
    assertThat(storage.scan(Scan.all().keysOnly()).entries()).hasSize(1);
  }

  @Test
  void aVersionThatIsNoTagIsAConflictAndNotSent() {
    storage.put(KEY, OLD);
    store.service.forget();
    Condition strange = Condition.version(Version.parse("a\",\"b"));
    assertThatThrownBy(() -> storage.put(KEY, NEW, strange)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> storage.delete(KEY, strange)).isInstanceOf(Conflict.class);
    assertThat(store.service.count()).isZero();
    WriteBatch check = WriteBatch.builder().check(KEY, strange).build();
    assertThatThrownBy(() -> storage.commit(check)).isInstanceOf(Conflict.class);
  }
}

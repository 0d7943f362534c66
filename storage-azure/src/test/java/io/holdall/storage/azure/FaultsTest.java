package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobClient;
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
import java.util.HashMap;
import java.util.Map;
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
    store.proxy.next(Operation.PUT, fault);
    Version first = storage.put(KEY, OLD, Condition.absent());
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(first);

    store.proxy.next(Operation.PUT, fault);
    Version second = storage.put(KEY, NEW, Condition.version(first));
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(second).isNotEqualTo(first);

    store.proxy.next(Operation.PUT, fault);
    Version third = storage.put(KEY, NEW);
    assertThat(storage.get(KEY).orElseThrow().version()).isEqualTo(third).isNotEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"DENIED", "HANGS_AFTER", "HANGS_BEFORE", "SLOW_BODY"})
  void aReadSucceedsWhateverHappensToItsFirstRequest(Fault fault) {
    storage.put(KEY, NEW);
    store.proxy.next(Operation.GET, fault);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(NEW);
    store.proxy.next(Operation.LIST, fault);
    assertThat(storage.scan(Scan.all()).entries()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ERROR_BEFORE", "ERROR_AFTER", "RESET_BEFORE", "RESET_AFTER", "BUSY", "LEASED"})
  void aRemovalSucceedsWhateverHappensToItsFirstRequest(Fault fault) {
    storage.put(KEY, OLD);
    store.proxy.next(Operation.DELETE, fault);
    storage.delete(KEY);
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void theLostAnswerOfAConditionalRemovalIsUnknownForSomebodyElseMayHaveRemovedIt() {
    Version version = storage.put(KEY, OLD);
    store.proxy.next(Operation.DELETE, Fault.RESET_AFTER);
    assertThatThrownBy(() -> storage.delete(KEY, Condition.version(version)))
        .isInstanceOf(OutcomeUnknown.class);
    assertThat(storage.get(KEY)).isEmpty();

    Version again = storage.put(KEY, OLD);
    store.proxy.next(Operation.DELETE, Fault.ERROR_BEFORE);
    storage.delete(KEY, Condition.version(again));
    assertThat(storage.get(KEY)).isEmpty();
  }

  @Test
  void aConditionThatFailsAtOnceIsAConflictAndNothingIsRepeated() {
    storage.put(KEY, OLD);
    store.proxy.forget();
    assertThatThrownBy(() -> storage.put(KEY, NEW, Condition.absent()))
        .isInstanceOf(Conflict.class);
    assertThat(store.proxy.count()).isEqualTo(1);
  }

  @Test
  void aLeaseIsNotTakenForAFailedCondition() {
    storage.put(KEY, OLD);
    store.proxy.next(Operation.PUT, Fault.LEASED, Fault.LEASED);
    assertThatThrownBy(() -> storage.put(KEY, NEW, Condition.absent()))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void onesOwnWriteThatSomebodyReplacedBeforeItWasFoundIsUnknownNeverAConflict() {
    store.proxy.next(Operation.PUT, Fault.RESET_AFTER);
    store.proxy.next(Operation.HEAD, Fault.HANGS_BEFORE);
    Calls.Call<Version> writing = Calls.start(() -> storage.put(KEY, NEW, Condition.absent()));
    Calls.awaitRequest(store.proxy, Operation.HEAD);
    try (Storage other = Storage.of(store.builder().conditions(false).open())) {
      other.put(KEY, OLD);
    }
    store.proxy.release();
    assertThat(writing.failure()).isInstanceOf(OutcomeUnknown.class);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(OLD);
  }

  @Test
  void aServiceThatNeverTakesAWriteIsUnavailableAndNothingIsWritten() {
    try (Storage hurried = store.open(builder -> builder.timeout(Duration.ofMillis(300)))) {
      store.proxy.next(Operation.PUT, Collections.nCopies(1_000, Fault.BUSY).toArray(new Fault[0]));
      assertThatThrownBy(() -> hurried.put(KEY, NEW))
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.attribute("attempts")).isPresent());
      assertThat(store.proxy.count(Operation.PUT)).isBetween(1, 100);
      assertThat(hurried.get(KEY)).isEmpty();
    }
  }

  @Test
  void aWriteOfWhichNothingCanBeLearntIsUnknown() {
    try (Storage hurried = store.open(builder -> builder.timeout(Duration.ofMillis(300)))) {
      Fault[] always = Collections.nCopies(1_000, Fault.ERROR_BEFORE).toArray(new Fault[0]);
      store.proxy.next(Operation.PUT, always);
      store.proxy.next(Operation.HEAD, always);
      assertThatThrownBy(() -> hurried.put(KEY, NEW)).isInstanceOf(OutcomeUnknown.class);
    }
  }

  @Test
  void whatIsNotAllowedIsRefusedAtOnce() {
    store.proxy.next(Operation.PUT, Fault.DENIED);
    assertThatThrownBy(() -> storage.put(KEY, NEW))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("code=AuthorizationPermissionMismatch")
        .hasMessageContaining("request-id=PROXY");
    assertThat(store.proxy.count()).isEqualTo(1);
  }

  @Test
  void anAnswerThatStopsInTheMiddleIsGivenUpAndReadAgain() {
    try (Storage hurried = store.open(builder -> builder.requestTimeout(Duration.ofMillis(500)))) {
      hurried.put(KEY, NEW);
      store.proxy.next(Operation.GET, Fault.SLOW_BODY);
      assertThat(hurried.get(KEY).orElseThrow().value()).isEqualTo(NEW);
      assertThat(store.proxy.count(Operation.GET)).isEqualTo(2);
    }
  }

  @Test
  void aWriteWhoseAnswerNeverComesIsFoundDone() {
    try (Storage hurried = store.open(builder -> builder.requestTimeout(Duration.ofMillis(500)))) {
      store.proxy.next(Operation.PUT, Fault.HANGS_AFTER);
      Version version = hurried.put(KEY, NEW, Condition.absent());
      assertThat(hurried.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(store.proxy.count(Operation.PUT)).isEqualTo(1);
    }
  }

  @Test
  void damageIsReportedWithTheBlobItIsIn() {
    storage.put(KEY, NEW);
    String name = "store/notes/n1";
    Map<String, String> metadata = store.direct.getBlobClient(name).getProperties().getMetadata();
    store.put(name, "\"noW\"".getBytes(StandardCharsets.UTF_8));
    store.direct.getBlobClient(name).setMetadata(metadata);
    assertDamaged(name);
    store.put(name, "a note".getBytes(StandardCharsets.UTF_8));
    assertDamaged(name);
    assertThatThrownBy(() -> storage.scan(Scan.all())).isInstanceOf(Corrupt.class);
    assertThat(storage.scan(Scan.all().keysOnly()).entries()).hasSize(1);
    storage.put(KEY, OLD);
    assertThat(storage.get(KEY).orElseThrow().value()).isEqualTo(OLD);
  }

  @Test
  void aChangedFormatIsDamage() {
    storage.put(KEY, NEW);
    BlobClient blob = store.direct.getBlobClient("store/notes/n1");
    Map<String, String> metadata = new HashMap<>(blob.getProperties().getMetadata());
    metadata.put("holdallformat", "binary");
    blob.setMetadata(metadata);
    assertDamaged("store/notes/n1");
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "RESET_BEFORE", "RESET_AFTER", "BUSY"})
  void aBlockThatFailsMeansThatNothingIsWrittenYet(Fault fault) {
    Value large = Value.binary(new byte[200 << 10]);
    try (Storage parted = store.open(builder -> builder.blockThreshold(64 << 10))) {
      store.proxy.next(Operation.BLOCK, fault);
      Version version = parted.put(KEY, large, Condition.absent());
      assertThat(parted.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThat(store.proxy.count(Operation.HEAD)).as("looks for a lost answer").isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ERROR_BEFORE", "ERROR_AFTER", "RESET_AFTER", "BLOCKS_GONE"})
  void aListOfBlocksWhoseAnswerIsLostIsLookedUp(Fault fault) {
    Value large = Value.binary(new byte[200 << 10]);
    try (Storage parted = store.open(builder -> builder.blockThreshold(64 << 10))) {
      store.proxy.next(Operation.BLOCK_LIST, fault);
      Version version = parted.put(KEY, large, Condition.absent());
      assertThat(parted.get(KEY).orElseThrow().version()).isEqualTo(version);
      assertThatThrownBy(() -> parted.put(KEY, large, Condition.absent()))
          .isInstanceOf(Conflict.class);
    }
  }

  @Test
  void aVersionThatIsNoTagIsAConflictAndNotSent() {
    storage.put(KEY, OLD);
    store.proxy.forget();
    Condition strange = Condition.version(Version.parse("a\",\"b"));
    assertThatThrownBy(() -> storage.put(KEY, NEW, strange)).isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> storage.delete(KEY, strange)).isInstanceOf(Conflict.class);
    assertThat(store.proxy.count()).isZero();
    WriteBatch check = WriteBatch.builder().check(KEY, strange).build();
    assertThatThrownBy(() -> storage.commit(check)).isInstanceOf(Conflict.class);
  }

  private void assertDamaged(String blob) {
    assertThatThrownBy(() -> storage.get(KEY))
        .isInstanceOfSatisfying(Corrupt.class, e -> assertThat(e.attribute("file")).contains(blob));
  }
}

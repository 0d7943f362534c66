package io.holdall.cli;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The kit in a bucket, through the very decorators of {@code cloud_direct} with access control
 * around them. Memory is so small that the second tier is at work. Two tests are changed, for what
 * is written past a cache is seen by point reads after the time to live, and not at once.
 */
final class CloudStackContractTest extends BackendContract {
  private static final Key COUNTER = Key.of("counter");

  /** For tests alone: AES-256-GCM, its key no secret. */
  private static final String KEYSET =
      """
      {"primaryKeyId": 1000001, "key": [{
        "keyData": {
          "typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmKey",
          "value": "GiADChEYHyYtNDtCSVBXXmVsc3qBiI+WnaSrsrnAx87V3A==",
          "keyMaterialType": "SYMMETRIC"},
        "status": "ENABLED", "keyId": 1000001, "outputPrefixType": "TINK"}]}
      """;

  private static FakeS3 service = FakeS3.start();

  @BeforeAll
  static void start() {
    service.close();
    service = FakeS3.start();
    service.createBucket(Cloud.BUCKET);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  protected BackendUnderTest backend() {
    Map<String, String> variables =
        Map.of(
            "HOLDALL_PROFILE", "cloud_direct",
            "HOLDALL_S3_BUCKET", Cloud.BUCKET,
            "HOLDALL_ENCRYPTION_KEYSET", KEYSET,
            "HOLDALL_CACHING_DIRECTORY", "target/kit-cache", // children have no other place
            "HOLDALL_CACHING_MAX_BYTES", "2000",
            "HOLDALL_CACHING_TIME_TO_LIVE", "200ms");
    BackendUnderTest backend =
        BackendUnderTest.ofType("s3")
            .with("bucket", Cloud.BUCKET)
            .with("endpoint", service.endpoint().toString())
            .with("path-style", "true")
            .with("access-key", FakeS3.ACCESS_KEY)
            .with("secret-key", FakeS3.SECRET_KEY)
            .withPath("prefix", "store")
            .withLostAnswer(() -> service.next(Operation.PUT, Fault.RESET_AFTER));
    Profiles profiles = Profiles.load(variables, Path.of(""));
    for (Decorator decorator : profiles.profile("cloud_direct").decorators()) {
      backend = backend.decoratedBy(decorator);
    }
    Policy policy =
        Policy.builder()
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("**").toAnonymous())
            .rule(Rule.allow(ADMINISTER).toAnonymous())
            .build();
    return backend.decoratedBy(AccessControl.of(policy));
  }

  /** Bucket and cache run theirs every time; both together, thousands of requests, when asked. */
  @Override
  @Test
  public void randomHistoriesAgreeWithASortedMap(StoreUnderTest store) {
    assumeTrue(Boolean.getBoolean("holdall.test.heavy"), "takes long");
    super.randomHistoriesAgreeWithASortedMap(store);
  }

  /** Nothing on the disk outlives a process here: {@code CloudProfileTest}. */
  @Override
  @Test
  public void aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf(StoreUnderTest store) {
    assumeTrue(Boolean.getBoolean("holdall.test.heavy"), "takes long");
    super.aKilledProcessLosesNothingAcknowledgedAndLeavesNothingHalf(store);
  }

  @Override
  @Test
  public void twoProcessesWriteSideBySide(StoreUnderTest store) {
    Storage storage = store.storage();
    Storage other = store.openBeside(Map.of());
    storage.put(COUNTER, Value.json("0"));
    for (int i = 0; i < 20; i++) {
      increment(i % 2 == 0 ? storage : other);
    }
    awaitText(storage, 20);
    awaitText(other, 20);
  }

  @Override
  @Test
  public void oneProcessSeesTheOthersWritesAtOnce(StoreUnderTest store) {
    Storage storage = store.storage();
    Storage other = store.openBeside(Map.of());
    for (int i = 0; i < 5; i++) {
      other.put(COUNTER, Value.json("" + i));
      awaitText(storage, i);
      assertThat(storage.stream(Scan.all()).map(Entry::value)).containsExactly(Value.json("" + i));
    }
  }

  /** Meets a stale value now and then, conflicts, and reads again. */
  private static void increment(Storage storage) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .ignoreException(Conflict.class)
        .until(
            () -> {
              Entry seen = storage.get(COUNTER).orElseThrow();
              int next = Integer.parseInt(seen.value().text()) + 1;
              storage.put(COUNTER, Value.json("" + next), Condition.version(seen.version()));
              return true;
            });
  }

  private static void awaitText(Storage storage, int expected) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThat(storage.get(COUNTER).map(Entry::value))
                    .contains(Value.json("" + expected)));
  }
}

package io.holdall.cli;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kit in a bucket, through the very decorators of {@code cloud_direct} with access control
 * around them. Memory is so small that the second tier is at work. Two tests are changed, for what
 * is written past a cache is seen by point reads after the time to live, and not at once.
 */
final class CloudStackContractTest extends BackendContract {
  private static final Key COUNTER = Key.of("counter");

  @TempDir private static Path directory;
  private static Optional<Cloud> cloud = Optional.empty();

  @BeforeAll
  static void start() {
    cloud = Optional.of(new Cloud(directory));
  }

  @AfterAll
  static void stop() {
    cloud.ifPresent(Cloud::close);
  }

  @Override
  protected BackendUnderTest backend() {
    Cloud running = cloud.orElseThrow();
    Map<String, String> variables = running.encrypted();
    variables.put("HOLDALL_CACHING_MAX_BYTES", "2000");
    variables.put("HOLDALL_CACHING_TIME_TO_LIVE", "200ms");
    BackendUnderTest backend =
        BackendUnderTest.ofType("s3")
            .with("bucket", Cloud.BUCKET)
            .with("endpoint", running.service.endpoint().toString())
            .with("path-style", "true")
            .with("access-key", FakeS3.ACCESS_KEY)
            .with("secret-key", FakeS3.SECRET_KEY)
            .withPath("prefix", "store")
            .withLostAnswer(() -> running.service.next(Operation.PUT, Fault.RESET_AFTER));
    for (Decorator decorator : running.profile(variables).decorators()) {
      backend = backend.decoratedBy(decorator);
    }
    Policy policy =
        Policy.builder()
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("**").toAnonymous())
            .rule(Rule.allow(ADMINISTER).toAnonymous())
            .build();
    return backend.decoratedBy(AccessControl.of(policy));
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
      assertThat(storage.stream(Scan.all()).map(Entry::value))
          .containsExactly(Value.json("" + i));
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

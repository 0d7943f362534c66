package io.holdall.storage.azure;

import io.holdall.emulators.azurite.BlobProxy;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit on Azurite, which is skipped where that cannot run. */
final class AzureContractTest extends BackendContract {
  private static @Nullable BlobProxy proxy;

  @BeforeAll
  static void start() {
    proxy = BlobProxy.before(TestStore.azurite());
  }

  @AfterAll
  static void stop() {
    if (proxy != null) {
      proxy.close();
    }
  }

  @Override
  protected BackendUnderTest backend() {
    BlobProxy way = Objects.requireNonNull(proxy);
    return BackendUnderTest.ofType("azure")
        .with("container", "kit")
        .with("connection-string", TestStore.azurite().connectionString(way.endpoint()))
        .with("create-container", "true")
        .withPath("prefix", "store")
        .withLostAnswer(() -> way.next(Operation.PUT, Fault.RESET_AFTER));
  }
}

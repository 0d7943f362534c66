package io.holdall.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.emulators.azurite.BlobProxy;
import io.holdall.emulators.azurite.Fault;
import io.holdall.emulators.azurite.Operation;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  /** Through the proxy that loses it; the other tests need none, which takes its time, too. */
  @Override
  @Test
  public void aLostAnswerIsSuccessOrOutcomeUnknownNeverConflict(StoreUnderTest store) {
    store.reopenWith("connection-string", TestStore.azurite().connectionString(way().endpoint()));
    way().forget();
    super.aLostAnswerIsSuccessOrOutcomeUnknownNeverConflict(store);
    assertThat(way().count(Operation.PUT)).isGreaterThanOrEqualTo(2);
  }

  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("azure")
        .with("container", "kit")
        .with("connection-string", TestStore.azurite().connectionString())
        .with("create-container", "true")
        .withPath("prefix", "store")
        .withLostAnswer(() -> way().next(Operation.PUT, Fault.RESET_AFTER));
  }

  private static BlobProxy way() {
    return Objects.requireNonNull(proxy);
  }
}

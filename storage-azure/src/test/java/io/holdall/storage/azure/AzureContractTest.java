package io.holdall.storage.azure;

import io.holdall.emulators.azurite.Azurite;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

final class AzureContractTest extends BackendContract {
  private static @Nullable Azurite service;

  @BeforeAll
  static void start() {
    Azurite.unavailable().ifPresent(Assumptions::abort);
    service = Azurite.start();
  }

  @AfterAll
  static void stop() {
    if (service != null) {
      service.close();
    }
  }

  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("azure")
        .with("container", "kit")
        .with("connection-string", Objects.requireNonNull(service).connectionString())
        .with("create-container", "true")
        .withPath("prefix", "store");
  }
}

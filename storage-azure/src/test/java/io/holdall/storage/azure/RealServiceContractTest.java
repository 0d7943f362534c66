package io.holdall.storage.azure;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The kit on a real service: {@code HOLDALL_TEST_AZURE_CONNECTION} is a connection string, {@code
 * HOLDALL_TEST_AZURE_CONTAINER} the container (made if it is not there; {@code holdall-test} if not
 * given). What the tests write stays there.
 */
@EnabledIfEnvironmentVariable(
    named = RealServiceContractTest.CONNECTION,
    matches = ".+",
    disabledReason = "it says where the real service is")
final class RealServiceContractTest extends BackendContract {
  static final String CONNECTION = "HOLDALL_TEST_AZURE_CONNECTION";

  @Override
  protected BackendUnderTest backend() {
    String container = System.getenv("HOLDALL_TEST_AZURE_CONTAINER");
    return BackendUnderTest.ofType("azure")
        .with("connection-string", Objects.requireNonNull(System.getenv(CONNECTION)))
        .with("container", Objects.requireNonNullElse(container, "holdall-test"))
        .with("create-container", "true")
        .withPath("prefix", "store");
  }
}

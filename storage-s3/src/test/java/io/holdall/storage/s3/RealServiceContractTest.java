package io.holdall.storage.s3;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The kit on a real service: {@code HOLDALL_TEST_S3_ENDPOINT} says where, {@code
 * HOLDALL_TEST_S3_BUCKET} in which bucket (made if it is not there; {@code holdall-test} if not
 * given), {@code HOLDALL_TEST_S3_ACCESS_KEY} and {@code HOLDALL_TEST_S3_SECRET_KEY} who asks (whom
 * the SDK finds if not given). What the tests write stays in the bucket.
 */
@EnabledIfEnvironmentVariable(
    named = RealServiceContractTest.ENDPOINT,
    matches = ".+",
    disabledReason = "it says where the real service is")
final class RealServiceContractTest extends BackendContract {
  static final String ENDPOINT = "HOLDALL_TEST_S3_ENDPOINT";

  @Override
  protected BackendUnderTest backend() {
    BackendUnderTest described =
        BackendUnderTest.ofType("s3")
            .with("endpoint", variable(ENDPOINT).orElseThrow())
            .with("bucket", variable("HOLDALL_TEST_S3_BUCKET").orElse("holdall-test"))
            .with("path-style", "true")
            .with("create-bucket", "true")
            .withPath("prefix", "store");
    Map<String, String> credentials =
        Map.of(
            "access-key", "HOLDALL_TEST_S3_ACCESS_KEY",
            "secret-key", "HOLDALL_TEST_S3_SECRET_KEY");
    for (Map.Entry<String, String> one : credentials.entrySet()) {
      Optional<String> given = variable(one.getValue());
      if (given.isPresent()) {
        described = described.with(one.getKey(), given.get());
      }
    }
    return described;
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }
}

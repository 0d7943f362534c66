package io.holdall.storage.s3;

import io.holdall.emulators.s3.FakeS3;
import io.holdall.emulators.s3.Fault;
import io.holdall.emulators.s3.Operation;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class S3ContractTest extends BackendContract {
  private static FakeS3 service = FakeS3.start();

  @BeforeAll
  static void start() {
    service.close();
    service = FakeS3.start();
    service.createBucket("kit");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("s3")
        .with("bucket", "kit")
        .with("endpoint", service.endpoint().toString())
        .with("path-style", "true")
        .with("access-key", FakeS3.ACCESS_KEY)
        .with("secret-key", FakeS3.SECRET_KEY)
        .withPath("prefix", "store")
        .withLostAnswer(() -> service.next(Operation.PUT, Fault.RESET_AFTER));
  }
}

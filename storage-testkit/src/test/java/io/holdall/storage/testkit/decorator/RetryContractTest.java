package io.holdall.storage.testkit.decorator;

import io.holdall.storage.decorator.retry.Retry;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.time.Duration;

final class RetryContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Retry.upTo(Duration.ofSeconds(1)));
  }
}

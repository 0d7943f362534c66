package io.holdall.storage.metrics;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

final class MeteringContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Metering.to(new SimpleMeterRegistry()));
  }
}

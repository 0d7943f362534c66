package io.holdall.storage.testkit.decorator;

import io.holdall.storage.Key;
import io.holdall.storage.decorator.limits.Limits;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

final class LimitsContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory")
        .decoratedBy(
            Limits.builder()
                .maxEntries(1_000_000)
                .maxBytes(1L << 40)
                .maxEntries(Key.of("r"), 100_000)
                .commitsPerSecond(100_000_000)
                .build());
  }
}

package io.holdall.storage.testkit;

import io.holdall.storage.spi.Capabilities.Atomicity;

/** The kit on the least a backend can do. */
final class EntryOnlyContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.of(
        new MemoryFactory(
            claims ->
                claims
                    .atomicity(Atomicity.ENTRY)
                    .conditions(false)
                    .rangeChecks(false)
                    .snapshots(false)
                    .maxKeyBytes(255)));
  }
}

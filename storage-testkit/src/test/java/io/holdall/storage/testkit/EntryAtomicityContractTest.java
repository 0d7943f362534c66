package io.holdall.storage.testkit;

import io.holdall.storage.spi.Capabilities.Atomicity;

/** The kit on a backend that changes one entry at a time, as object stores do. */
final class EntryAtomicityContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.of(
        new MemoryFactory(claims -> claims.atomicity(Atomicity.ENTRY).rangeChecks(false)));
  }
}

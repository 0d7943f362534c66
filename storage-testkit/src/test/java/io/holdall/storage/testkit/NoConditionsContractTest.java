package io.holdall.storage.testkit;

/** The kit on a backend that keeps no conditions. */
final class NoConditionsContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.of(
        new MemoryFactory(claims -> claims.conditions(false).rangeChecks(false)));
  }
}

package io.holdall.storage.testkit;

/** The kit on a backend without snapshots and range checks. */
final class NoSnapshotsContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.of(
        new MemoryFactory(claims -> claims.snapshots(false).rangeChecks(false)));
  }
}

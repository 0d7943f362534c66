package io.holdall.storage.testkit.faults;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** What is not told to fail does not. */
final class FaultsContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Faults.scripted());
  }
}

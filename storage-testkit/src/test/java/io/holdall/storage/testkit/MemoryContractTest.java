package io.holdall.storage.testkit;

final class MemoryContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory");
  }
}

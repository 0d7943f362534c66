package io.holdall.storage.chronicle;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

final class PowerContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("chronicle")
        .withPath("path", "store")
        .with("durability", "power");
  }
}

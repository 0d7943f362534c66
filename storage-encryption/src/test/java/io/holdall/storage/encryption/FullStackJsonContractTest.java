package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through every decorator at once, over JSON. */
final class FullStackJsonContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return FullStack.around(BackendUnderTest.ofType("json").withPath("path", "store"));
  }
}

package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through encryption of values, over memory. */
final class EncryptedMemoryContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Encryption.of(TestKeys.keys()));
  }
}

package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through encryption of values, over JSON. */
final class EncryptedJsonContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("json")
        .withPath("path", "store")
        .decoratedBy(Encryption.of(TestKeys.keys()));
  }
}

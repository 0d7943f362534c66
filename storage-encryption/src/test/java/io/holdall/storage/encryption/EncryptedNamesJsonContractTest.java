package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through encryption of values and names, over JSON. */
final class EncryptedNamesJsonContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("json")
        .withPath("path", "store")
        .decoratedBy(Encryption.of(TestKeys.keys()).encryptingNames());
  }
}

package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through encryption of values and names, over SQLite. */
final class EncryptedNamesSqliteContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("sqlite")
        .withPath("path", "store.db")
        .decoratedBy(Encryption.of(TestKeys.keys()).encryptingNames());
  }
}

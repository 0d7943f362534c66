package io.holdall.storage.encryption;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit through every decorator at once, over SQLite. */
final class FullStackSqliteContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return FullStack.around(BackendUnderTest.ofType("sqlite").withPath("path", "store.db"));
  }
}

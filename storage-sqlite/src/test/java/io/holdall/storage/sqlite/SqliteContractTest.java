package io.holdall.storage.sqlite;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

final class SqliteContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("sqlite").withPath("path", "store.db");
  }
}

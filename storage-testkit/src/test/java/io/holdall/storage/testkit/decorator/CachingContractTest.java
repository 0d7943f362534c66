package io.holdall.storage.testkit.decorator;

import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

final class CachingContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Caching.ofBytes(1 << 20));
  }
}

package io.holdall.examples;

import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The whole contract, for a decorator of one's own. */
final class AuditTrailTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory")
        .decoratedBy(backend -> new AuditTrail(backend, keys -> {}));
  }
}

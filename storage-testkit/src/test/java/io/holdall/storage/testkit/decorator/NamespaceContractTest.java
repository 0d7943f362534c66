package io.holdall.storage.testkit.decorator;

import io.holdall.storage.decorator.namespace.Namespace;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

final class NamespaceContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(Namespace.of("tenants", "müller & co"));
  }
}

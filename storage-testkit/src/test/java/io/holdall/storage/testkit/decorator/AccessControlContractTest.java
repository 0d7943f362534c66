package io.holdall.storage.testkit.decorator;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;

import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;

/** The kit over a store on which callers without a principal may do everything. */
final class AccessControlContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    Policy policy =
        Policy.builder()
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("**").toAnonymous())
            .rule(Rule.allow(ADMINISTER).toAnonymous())
            .build();
    return BackendUnderTest.ofType("memory").decoratedBy(AccessControl.of(policy));
  }
}

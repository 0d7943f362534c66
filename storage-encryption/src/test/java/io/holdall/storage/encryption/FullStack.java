package io.holdall.storage.encryption;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;

import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.testkit.BackendUnderTest;

/** Encryption and all that usually stands around it, as one would order it. */
final class FullStack {
  private FullStack() {}

  static BackendUnderTest around(BackendUnderTest backend) {
    Policy policy =
        Policy.builder()
            .rule(Rule.allow(READ, LIST, CREATE, UPDATE, DELETE).on("**").toAnonymous())
            .rule(Rule.allow(ADMINISTER).toAnonymous())
            .build();
    return backend
        .decoratedBy(Encryption.of(TestKeys.keys()).encryptingNames())
        .decoratedBy(Caching.ofBytes(1 << 20))
        .decoratedBy(AccessControl.of(policy));
  }
}

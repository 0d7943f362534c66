package io.holdall.storage.encryption;

import static io.holdall.storage.decorator.access.Permission.ADMINISTER;
import static io.holdall.storage.decorator.access.Permission.CREATE;
import static io.holdall.storage.decorator.access.Permission.DELETE;
import static io.holdall.storage.decorator.access.Permission.LIST;
import static io.holdall.storage.decorator.access.Permission.READ;
import static io.holdall.storage.decorator.access.Permission.UPDATE;

import io.holdall.storage.compression.Compression;
import io.holdall.storage.decorator.access.AccessControl;
import io.holdall.storage.decorator.access.Policy;
import io.holdall.storage.decorator.access.Rule;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.testkit.BackendUnderTest;
import java.time.Duration;

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
        .decoratedBy(Compression.defaults())
        .decoratedBy(Caching.builder(1 << 20).timeToLive(Duration.ofMillis(200)).build())
        .decoratedBy(AccessControl.of(policy));
  }
}

package io.holdall.storage.s3;

import io.holdall.storage.testkit.objects.ServiceUnderTest;
import io.holdall.storage.testkit.objects.StoppingContract;

/**
 * Over TLS, where ending a connection means more than closing a socket: it may not wait for the
 * other side to say good-bye.
 */
final class StoppingOverTlsTest implements StoppingContract {
  private static final TestAuthority AUTHORITY = TestAuthority.of("ip:127.0.0.1");

  @Override
  public ServiceUnderTest service() {
    return new TestStore(AUTHORITY);
  }
}

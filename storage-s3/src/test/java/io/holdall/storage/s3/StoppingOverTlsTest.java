package io.holdall.storage.s3;

/**
 * The same over TLS, where ending a connection means more than closing a socket: it may not wait
 * for the other side to say good-bye.
 */
final class StoppingOverTlsTest extends StoppingContract {
  private static final TestAuthority AUTHORITY = TestAuthority.of("ip:127.0.0.1");

  StoppingOverTlsTest() {
    super(new TestStore(AUTHORITY));
  }
}

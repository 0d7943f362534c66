package io.holdall.storage.s3;

/** Over plain HTTP. */
final class StoppingTest extends StoppingContract {
  StoppingTest() {
    super(new TestStore());
  }
}

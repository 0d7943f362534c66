package io.holdall.storage.testkit.objects;

/** Tests that each work on a service of their own. */
public interface ServiceTests {
  /** A fresh service for a test, which closes it; skips the test if there can be none here. */
  ServiceUnderTest service();
}

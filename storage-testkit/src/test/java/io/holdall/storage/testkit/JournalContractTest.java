package io.holdall.storage.testkit;

/** The kit on a persistent backend, without and with kills and other processes. */
final class JournalContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return JournalFactory.single(JournalBackend::new);
  }
}

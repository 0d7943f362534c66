package io.holdall.storage.testkit;

/** The kit on a backend that several processes write side by side. */
final class SharedJournalContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return JournalFactory.shared(true);
  }
}

package io.holdall.storage.testkit;

/** The kit through decorators, in this process and in others. */
final class DecoratedContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return JournalFactory.single(JournalBackend::new)
        .decoratedBy(PassThrough::new)
        .decoratedBy(PassThrough::new);
  }
}

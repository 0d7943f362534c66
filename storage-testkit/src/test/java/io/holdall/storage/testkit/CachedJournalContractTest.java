package io.holdall.storage.testkit;

import io.holdall.storage.decorator.caching.Caching;

/** The kit through a cache around a store that keeps things, in this process and in others. */
final class CachedJournalContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return JournalFactory.single(JournalBackend::new).decoratedBy(Caching.ofBytes(1 << 20));
  }
}

package io.holdall.storage.testkit.decorator;

import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory.Stack;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import java.nio.file.Path;
import java.util.List;

/** Memory so small that nearly everything is read from the second tier. */
final class TwoTierCachingContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    Caching caching =
        Caching.builder(2_000).secondTier(new FreshMemory()).secondTierBytes(100_000).build();
    return BackendUnderTest.ofType("memory").decoratedBy(caching);
  }

  /** A new store each time. */
  private static final class FreshMemory implements Stack {
    @Override
    public List<Decorator> decorators() {
      return List.of();
    }

    @Override
    public Stack under(Path directory) {
      return this;
    }

    @Override
    public StorageBackend open() {
      return new MemoryBackend();
    }
  }
}

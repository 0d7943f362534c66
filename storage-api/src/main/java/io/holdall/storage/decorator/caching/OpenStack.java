package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.DecoratorFactory.Stack;
import io.holdall.storage.spi.StackOrder;
import io.holdall.storage.spi.StorageBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A backend that is open already, and so can be had once. */
final class OpenStack implements Stack {
  private final StorageBackend backend;
  private final List<Decorator> decorators;
  private final AtomicBoolean taken = new AtomicBoolean();

  OpenStack(StorageBackend backend, List<Decorator> decorators) {
    this.backend = backend;
    this.decorators = List.copyOf(decorators);
    StackOrder.check(this.decorators);
  }

  /** Whether nothing that is written there outlives the process. */
  boolean keepsNothing() {
    return backend.capabilities().durability() == Durability.NONE;
  }

  @Override
  public List<Decorator> decorators() {
    return decorators;
  }

  @Override
  public Stack under(Path directory) {
    return this; // it lies where it lies
  }

  @Override
  public StorageBackend open() {
    if (!taken.compareAndSet(false, true)) {
      throw new Configuration(
          "The second tier of a cache is in use by another store; each needs its own");
    }
    StorageBackend stack = backend;
    try {
      for (Decorator decorator : decorators) {
        stack = decorator.decorate(stack);
      }
      return stack;
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }
}

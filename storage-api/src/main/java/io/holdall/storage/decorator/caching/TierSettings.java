package io.holdall.storage.decorator.caching;

import io.holdall.storage.spi.Decorator.Trait;
import io.holdall.storage.spi.DecoratorFactory.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a second tier is to be.
 *
 * @param stack its backend and what stands around it
 * @param timeToLive how long a value may be served from it after it was read from the store; empty
 *     for as long as from memory
 * @param maxBytes how much it may hold
 * @param patience how long a read waits for it
 * @param directory below which each opening has a place of its own; empty if the stack says where
 *     it lies
 */
record TierSettings(
    Stack stack,
    Optional<Duration> timeToLive,
    long maxBytes,
    Duration patience,
    Optional<Path> directory) {

  /** Whether somebody could read there, after the process has ended, what was cached. */
  boolean spills() {
    boolean isEncrypted =
        stack.decorators().stream()
            .anyMatch(decorator -> decorator.traits().contains(Trait.SCRAMBLES));
    return !isEncrypted && !(stack instanceof OpenStack open && open.keepsNothing());
  }
}

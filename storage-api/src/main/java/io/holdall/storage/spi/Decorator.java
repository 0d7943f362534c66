package io.holdall.storage.spi;

import java.util.Set;

/**
 * Something that can be put around a backend: caching, encryption, access control. What it returns
 * implements every method of {@link StorageBackend} itself, keeps the whole contract written there,
 * and closes its delegate when it is closed.
 *
 * <p>A constructor is enough: {@code Storage.builder(backend).with(AuditTrail::new)}. One that must
 * not stand just anywhere in a stack says so by its {@link #traits()}.
 */
@FunctionalInterface
public interface Decorator {
  /** What the order of decorators depends on; {@link StackOrder} has the rules. */
  enum Trait {
    /** Decides by who asks. Nothing may stand outside it. */
    JUDGES,
    /** Answers from its own memory what the delegate has answered before. */
    REMEMBERS,
    /** Keeps what passes through it, as it is, on something that outlives the process. */
    SPILLS,
    /** Turns values into what nobody can read or compress. */
    SCRAMBLES,
    /** Makes values smaller. */
    SHRINKS,
    /** Repeats what has failed. */
    REPEATS
  }

  /**
   * The backend with this around it. Touches nothing but the delegate and what is its own. May be
   * asked for any number of stores, by several threads at once, also for several openings of one.
   */
  StorageBackend decorate(StorageBackend delegate);

  /** What it is called in profiles and messages. */
  default String name() {
    return "custom";
  }

  /** What its place in a stack depends on. */
  default Set<Trait> traits() {
    return Set.of();
  }
}

package io.holdall.storage;

import org.jspecify.annotations.Nullable;

/**
 * What must be true of a key when a batch commits, or the whole batch fails with {@code Conflict}.
 */
public sealed interface Condition {
  /** Nothing is asked. */
  record Any() implements Condition {}

  /** The key must have no entry. */
  record Absent() implements Condition {}

  /**
   * The key must have an entry of exactly this version.
   *
   * @param version as a read or a commit gave it
   */
  record Is(Version version) implements Condition {}

  /** Nothing is asked. */
  static Condition any() {
    return new Any();
  }

  /** The key must have no entry. */
  static Condition absent() {
    return new Absent();
  }

  /** The key must have an entry of exactly this version. */
  static Condition version(Version version) {
    return new Is(version);
  }

  /** Whether the condition holds for a key whose present version is this, null for no entry. */
  default boolean holds(@Nullable Version present) {
    if (this instanceof Is is) {
      return present != null && present.equals(is.version);
    }
    return this instanceof Any || present == null;
  }
}

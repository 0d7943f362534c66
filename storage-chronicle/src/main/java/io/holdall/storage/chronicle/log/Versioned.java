package io.holdall.storage.chronicle.log;

/** Something that an index knows of an entry. */
public interface Versioned {
  /** The entry's version. */
  long version();
}

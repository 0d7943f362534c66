package io.holdall.storage.chronicle;

import io.holdall.storage.chronicle.log.Versioned;

/**
 * What the index knows of an entry. Changed in place, so that a commit finds it once and need not
 * search the index again; guarded by the lock of the live entries.
 */
final class Slot implements Versioned {
  private long version;
  private int length;

  Slot(long version, int length) {
    this.version = version;
    this.length = length;
  }

  @Override
  public long version() {
    return version;
  }

  /** The length of the value. */
  int length() {
    return length;
  }

  void set(long newVersion, int newLength) {
    version = newVersion;
    length = newLength;
  }

  Slot copy() {
    return new Slot(version, length);
  }
}

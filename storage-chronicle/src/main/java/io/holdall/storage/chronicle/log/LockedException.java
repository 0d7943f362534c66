package io.holdall.storage.chronicle.log;

import java.io.IOException;

/** Another opening may write to the store. */
public final class LockedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String holder;

  LockedException(String holder) {
    super("The store is locked");
    this.holder = holder;
  }

  /** Who has it, for people. */
  public String holder() {
    return holder;
  }
}

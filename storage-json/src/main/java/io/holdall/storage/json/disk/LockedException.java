package io.holdall.storage.json.disk;

import java.io.IOException;

/** The directory is held for writing by somebody else. */
public final class LockedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String holder;

  /** With what is known of the holder, for a person to read. */
  public LockedException(String holder) {
    super("The store is held by " + holder);
    this.holder = holder;
  }

  /** Who holds it, such as {@code process 4711 on example}. */
  public String holder() {
    return holder;
  }
}

package io.holdall.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Standard output could not be written. */
public final class OutputClosed extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private final boolean byReader;

  OutputClosed(IOException cause) {
    super("Standard output could not be written", cause);
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    this.byReader = text.contains("broken pipe") || text.contains("pipe is being closed");
  }

  /** Whether the reader simply wanted no more, as {@code head} does, which is no fault. */
  public boolean isByReader() {
    return byReader;
  }
}

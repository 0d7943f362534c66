package io.holdall.cli.terminal;

import io.holdall.storage.ProgressListener;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work has come, on standard error and only where a person sees it. The bar
 * appears with the first step and is wiped away at the end, so that results stand alone.
 */
public final class Progress implements ProgressListener, AutoCloseable {
  private static final String WIPE_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final String task;
  private final Runnable checkpoint;
  private @Nullable ProgressBar bar;

  /**
   * For one piece of work.
   *
   * @param task what is being done, in a word or two
   * @param checkpoint called with each step, to end the work by throwing
   */
  public Progress(Terminal terminal, String task, Runnable checkpoint) {
    this.terminal = terminal;
    this.task = task;
    this.checkpoint = checkpoint;
  }

  @Override
  public synchronized void progress(long done, long total) {
    checkpoint.run();
    if (!terminal.interactiveErr()) {
      return;
    }
    ProgressBar shown = bar == null ? start() : bar;
    bar = shown;
    shown.maxHint(total);
    shown.stepTo(done);
  }

  private ProgressBar start() {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(100)
        .setConsumer(
            new DelegatingProgressBarConsumer(
                line -> {
                  terminal.err().print("\r" + line);
                  terminal.err().flush();
                },
                terminal.width() - 1))
        .build();
  }

  /** Wipes the bar away. */
  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      terminal.err().print(WIPE_LINE);
      terminal.err().flush();
    }
  }
}

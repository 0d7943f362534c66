package io.holdall.cli;

import io.holdall.cli.command.Cancellation;
import io.holdall.cli.command.CommandContext;
import io.holdall.cli.command.CommonOptions;
import io.holdall.cli.command.ErrorReport;
import io.holdall.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process: runs a command, and lets it end in order when Ctrl-C is pressed. */
public final class Main {
  /** How long an interrupted command may take to close its store. */
  private static final long PATIENCE_SECONDS = 20;

  private Main() {}

  /** Runs the command that the arguments name. */
  public static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Cancellation cancellation = new Cancellation(Thread.currentThread());
    CommandContext context =
        new CommandContext(
            Terminal.ofProcess(environment), environment, cancellation, new CommonOptions());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(cancellation, ended)));
    int exitCode;
    try {
      exitCode = CommandLines.execute(context, args);
    } catch (RuntimeException | Error e) {
      exitCode = new ErrorReport(context).report(e).code();
    } finally {
      ended.countDown();
    }
    System.exit(exitCode); // when a signal ends the process, that one's code counts: 130
  }

  /** Runs when the process ends, by itself or by a signal. */
  private static void endInOrder(Cancellation cancellation, CountDownLatch ended) {
    cancellation.request();
    try {
      if (!cancellation.isIdle() && !ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("holdall: the command did not end in time and was cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

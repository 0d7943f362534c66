package io.holdall.cli.command;

/** A command cannot go on: what happened, what to do about it, and how the process ends. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String advice;

  /**
   * With everything the person gets to read.
   *
   * @param text what happened, in one line
   * @param advice what to do, in one line
   */
  public CommandFailure(ExitCode exitCode, String text, String advice) {
    super(text);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  /** As the other, with what caused it. */
  public CommandFailure(ExitCode exitCode, String text, String advice, Throwable cause) {
    super(text, cause);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What to do, in one line. */
  public String advice() {
    return advice;
  }
}

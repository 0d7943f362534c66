package io.holdall.cli.command;

/** A command failed after a part of its work, which stands; repeating it does the rest. */
public final class PartlyDone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * With what the person gets to read after what happened.
   *
   * @param stands what has been done, without a full stop
   * @param cause what happened
   */
  public PartlyDone(String stands, Throwable cause) {
    super(stands, cause);
  }

  /** The problem with its cause, and what to do although a part is done. */
  Problem problem() {
    Throwable cause = getCause() == null ? this : getCause();
    Problem problem = Problem.of(cause);
    return new Problem(
        problem.kind(),
        problem.text() + "; " + getMessage(),
        adviceOn(problem),
        problem.attributes(),
        problem.exitCode());
  }

  private static String adviceOn(Problem problem) {
    return switch (problem.kind()) {
      case "LimitExceeded" ->
          "Make room or raise the limit in the profile, then repeat the command: it adds the rest.";
      case "AccessDenied", "Corrupt" -> problem.advice() + " Then repeat the command.";
      default -> "Repeat the command: it recognises what is there and adds the rest.";
    };
  }
}

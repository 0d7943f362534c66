package io.holdall.cli.command;

/** How a command can end, as scripts see it. */
public enum ExitCode {
  /** Everything was done. */
  DONE(0, "done"),
  /** It could not be done; nothing, or what the message says, was changed. */
  FAILED(1, "failed"),
  /** The command line, a setting or a profile is wrong. */
  USAGE(2, "wrong usage or configuration"),
  /** It was done, but something needs a look: damage, skipped records, lost or missing entries. */
  FINDINGS(3, "finished, with findings that need a look"),
  /** There is no store where the profile says. */
  NOT_FOUND(10, "store not found"),
  /** Another process holds the store. */
  LOCKED(11, "store locked by another process"),
  /** Ctrl-C. */
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number the process ends with. */
  public int code() {
    return code;
  }

  /** What it means, in a few words. */
  public String meaning() {
    return meaning;
  }
}

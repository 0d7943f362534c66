package io.holdall.cli.entry;

import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.storage.Key;

/** What is said when {@code --if-version} or {@code --if-absent} does not hold. */
final class OtherVersion {
  private OtherVersion() {}

  static CommandFailure of(Key key) {
    return new CommandFailure(
        ExitCode.FAILED,
        "The entry " + key + " does not have that version",
        "It was left alone. 'holdall get --version' prints the one it has.");
  }

  static CommandFailure ofPresent(Key key) {
    return new CommandFailure(
        ExitCode.FAILED,
        "There is an entry " + key + " already",
        "It was left alone. Leave out --if-absent to replace it.");
  }
}

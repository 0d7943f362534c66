package io.holdall.cli.command;

import io.holdall.cli.terminal.Terminal;
import java.util.Map;

/**
 * The surroundings of a command, so that tests can bring their own.
 *
 * @param terminal where it reads and prints
 * @param environment the environment variables, by which profiles are chosen and overridden
 * @param cancellation whether the person has pressed Ctrl-C
 * @param options the common options of the command line
 */
public record CommandContext(
    Terminal terminal,
    Map<String, String> environment,
    Cancellation cancellation,
    CommonOptions options) {
  /** Copies the map. */
  public CommandContext {
    environment = Map.copyOf(environment);
  }
}

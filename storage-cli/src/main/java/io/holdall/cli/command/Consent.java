package io.holdall.cli.command;

import io.holdall.cli.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * Asks before something that exists is taken away for good: on a terminal only, so that scripts run
 * as they are, and not with {@code --yes}.
 */
public final class Consent {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  /** Whether there is anybody to be asked. */
  public boolean isAsked(CommandContext context) {
    return !yes && context.terminal().interactiveIn();
  }

  /**
   * Whether the work may be done. If not, that nothing was changed has been said.
   *
   * @param question what would be done, without the question mark
   */
  public boolean given(CommandContext context, String question) throws IOException {
    if (!isAsked(context)) {
      return true;
    }
    Terminal terminal = context.terminal();
    terminal.out().flush();
    terminal.err().print(question + "? [y/N] ");
    terminal.err().flush();
    String answer =
        context
            .cancellation()
            .whileIdle(
                new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
                    ::readLine);
    String said = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
    boolean agreed = said.equals("y") || said.equals("yes");
    if (!agreed) {
      terminal.err().println("Nothing was changed.");
    }
    return agreed;
  }
}

package io.holdall.cli.conversation;

import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.models.conversations.Conversations;
import io.holdall.models.conversations.Session;
import io.holdall.storage.spi.Nearest;
import java.util.List;

/** What is said of a session that is not there. */
final class Sessions {
  private static final int LOOKED_AT = 1_000;

  private Sessions() {}

  static CommandFailure missing(Conversations chats, String id) {
    List<String> known = chats.sessions().limit(LOOKED_AT).map(Session::id).toList();
    return new CommandFailure(
        ExitCode.FAILED,
        "There is no session '" + id + "'",
        Nearest.to(id, known)
            .map(near -> "Did you mean '" + near + "'?")
            .orElse("'holdall sessions' lists those there are."));
  }
}

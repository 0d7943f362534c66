package io.holdall.models.conversations;

import java.util.List;
import java.util.Optional;

/**
 * A stretch of a list of sessions.
 *
 * @param sessions in the order asked for
 * @param next what to continue with, {@code query.after(next)}; empty on the last page. An opaque
 *     text, valid for ever, that names a session's id and time
 */
public record SessionPage(List<Session> sessions, Optional<String> next) {
  /** Copies the list. */
  public SessionPage {
    sessions = List.copyOf(sessions);
  }
}

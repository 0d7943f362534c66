package io.holdall.models.conversations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A whole session to be stored at once.
 *
 * @param id the session's id
 * @param info what is said about it
 * @param created when it was created; empty for now
 * @param messages its messages, in order; those without a time get the time of storing
 */
public record Conversation(
    String id, SessionInfo info, Optional<Instant> created, List<Message> messages) {
  /** Copies the list. */
  public Conversation {
    messages = List.copyOf(messages);
    created = created.map(Times::checked);
  }
}

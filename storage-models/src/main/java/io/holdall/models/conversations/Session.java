package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation, without its messages, as one read saw it.
 *
 * @param id its name, unique in the store
 * @param info what the application says about it
 * @param created when it was created, in UTC and whole microseconds
 * @param updated the time of its latest message, or of its creation if it has none; changes of
 *     title, owner and metadata do not move it
 * @param firstSequence the sequence of the first message kept: 0, unless old ones were {@linkplain
 *     Conversations#keepLast dropped}
 * @param nextSequence the sequence that the next message gets
 * @param missing messages known to be lost, after damage to the store; else 0
 */
public record Session(
    String id,
    SessionInfo info,
    Instant created,
    Instant updated,
    long firstSequence,
    long nextSequence,
    long missing) {

  /** How many messages there are. */
  public long messageCount() {
    return nextSequence - firstSequence - missing;
  }

  /** To whom it belongs. */
  public Optional<String> owner() {
    return info.owner();
  }

  /** What people call it. */
  public Optional<String> title() {
    return info.title();
  }

  /** Whatever the application wants to know about it. */
  public JsonObject metadata() {
    return info.metadata();
  }
}

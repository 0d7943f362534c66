package io.holdall.models.conversations;

import java.time.Instant;

/**
 * What an append gave back.
 *
 * @param first the sequence of the first message
 * @param count how many messages were appended, with sequences one after the other
 * @param time the time given to messages that had none of their own
 */
public record Appended(long first, int count, Instant time) {
  /** The sequence of the last message. */
  public long last() {
    return first + count - 1;
  }
}

package io.holdall.models.conversations;

/**
 * Figures of all conversations of a store, from the sessions' headers.
 *
 * @param sessions how many sessions there are
 * @param messages how many messages they have together
 */
public record ConversationStats(long sessions, long messages) {
  ConversationStats plus(ConversationStats other) {
    return new ConversationStats(sessions + other.sessions, messages + other.messages);
  }
}

/**
 * Conversations of people with assistants, on any storage. Start at {@link
 * io.holdall.models.conversations.Conversations}; how it is stored is told in {@code
 * docs/conversations.md}.
 */
@NullMarked
package io.holdall.models.conversations;

import org.jspecify.annotations.NullMarked;

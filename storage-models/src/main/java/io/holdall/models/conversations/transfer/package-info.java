/**
 * Bringing conversations in from files and out to files: start at {@link
 * io.holdall.models.conversations.transfer.ChatFiles}.
 */
@NullMarked
package io.holdall.models.conversations.transfer;

import org.jspecify.annotations.NullMarked;

/**
 * Formats of chat files, as plug-ins: what a format has to do is written at {@link
 * io.holdall.models.conversations.format.ChatFormat}, the ones built in are found like any other.
 */
@NullMarked
package io.holdall.models.conversations.format;

import org.jspecify.annotations.NullMarked;

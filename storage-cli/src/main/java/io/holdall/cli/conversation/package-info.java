/** Commands about conversations: import, export, list, show, append, delete. */
@NullMarked
package io.holdall.cli.conversation;

import org.jspecify.annotations.NullMarked;

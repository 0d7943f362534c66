/** The {@code holdall} command: what it understands, how it starts, and how it ends. */
@NullMarked
package io.holdall.cli;

import org.jspecify.annotations.NullMarked;

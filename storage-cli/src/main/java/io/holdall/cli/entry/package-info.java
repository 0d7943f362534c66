/** Commands about single entries: list, get, put, remove. */
@NullMarked
package io.holdall.cli.entry;

import org.jspecify.annotations.NullMarked;

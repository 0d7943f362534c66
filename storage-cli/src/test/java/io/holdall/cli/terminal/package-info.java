/** Printing for people, tested by what is printed. */
@NullMarked
package io.holdall.cli.terminal;

import org.jspecify.annotations.NullMarked;

/** Printing for people: streams, colour, tables, wrapped text, figures, progress. */
@NullMarked
package io.holdall.cli.terminal;

import org.jspecify.annotations.NullMarked;

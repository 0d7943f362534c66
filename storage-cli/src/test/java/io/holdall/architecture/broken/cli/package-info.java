/** A package as it should be: a program, null-marked. */
@NullMarked
package io.holdall.architecture.broken.cli;

import org.jspecify.annotations.NullMarked;

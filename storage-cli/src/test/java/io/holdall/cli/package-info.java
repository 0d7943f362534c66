/** The command line, run as a person or a script would, most of it within the test's process. */
@NullMarked
package io.holdall.cli;

import org.jspecify.annotations.NullMarked;

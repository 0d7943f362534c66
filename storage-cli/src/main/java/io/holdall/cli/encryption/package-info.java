/** The commands for keysets and encrypted stores. */
@NullMarked
package io.holdall.cli.encryption;

import org.jspecify.annotations.NullMarked;

/** A part of a store that looks like a whole one. */
@NullMarked
package io.holdall.storage.decorator.namespace;

import org.jspecify.annotations.NullMarked;

/** Tests of what applications use. */
@NullMarked
package io.holdall.storage;

import org.jspecify.annotations.NullMarked;

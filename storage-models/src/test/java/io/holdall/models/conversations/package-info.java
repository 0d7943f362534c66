/** Tests of conversations, on every backend there is. */
@NullMarked
package io.holdall.models.conversations;

import org.jspecify.annotations.NullMarked;

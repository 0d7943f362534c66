/** Tests of the package of the same name. */
@NullMarked
package io.holdall.models.conversations.transfer;

import org.jspecify.annotations.NullMarked;

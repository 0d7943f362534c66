/** Tests of the package of the same name. */
@NullMarked
package io.holdall.models.conversations.format;

import org.jspecify.annotations.NullMarked;

/** Tests of access control. */
@NullMarked
package io.holdall.storage.decorator.access;

import org.jspecify.annotations.NullMarked;

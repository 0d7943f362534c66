/** Tests of the reference backend beyond the contract kit. */
@NullMarked
package io.holdall.storage.memory;

import org.jspecify.annotations.NullMarked;

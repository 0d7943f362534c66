/** Tests of copying between stores. */
@NullMarked
package io.holdall.storage.migration;

import org.jspecify.annotations.NullMarked;

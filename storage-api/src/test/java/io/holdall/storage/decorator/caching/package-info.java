/** Tests of caching. */
@NullMarked
package io.holdall.storage.decorator.caching;

import org.jspecify.annotations.NullMarked;

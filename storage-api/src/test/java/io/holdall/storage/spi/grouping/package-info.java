@NullMarked
package io.holdall.storage.spi.grouping;

import org.jspecify.annotations.NullMarked;

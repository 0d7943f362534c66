@NullMarked
package io.holdall.storage.spi.objects;

import org.jspecify.annotations.NullMarked;

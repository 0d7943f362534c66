@NullMarked
package io.holdall.storage.chronicle;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.holdall.storage.encryption;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.holdall.storage.json;

import org.jspecify.annotations.NullMarked;

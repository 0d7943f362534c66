@NullMarked
package io.holdall.storage.json.index;

import org.jspecify.annotations.NullMarked;

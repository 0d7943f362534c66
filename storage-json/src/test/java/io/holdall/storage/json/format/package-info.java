@NullMarked
package io.holdall.storage.json.format;

import org.jspecify.annotations.NullMarked;

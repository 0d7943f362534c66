@NullMarked
package io.holdall.storage.json.log;

import org.jspecify.annotations.NullMarked;

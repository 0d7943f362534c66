@NullMarked
package io.holdall.storage.json.disk;

import org.jspecify.annotations.NullMarked;

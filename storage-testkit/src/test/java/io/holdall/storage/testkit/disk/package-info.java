@NullMarked
package io.holdall.storage.testkit.disk;

import org.jspecify.annotations.NullMarked;

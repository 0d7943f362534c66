/** Disks that are full, or cannot be written, for tests of backends that lie on one. */
@NullMarked
package io.holdall.storage.testkit.disk;

import org.jspecify.annotations.NullMarked;

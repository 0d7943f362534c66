/** Tests of faults on purpose. */
@NullMarked
package io.holdall.storage.testkit.faults;

import org.jspecify.annotations.NullMarked;

/** The contract kit over the decorators of storage-api. */
@NullMarked
package io.holdall.storage.testkit.decorator;

import org.jspecify.annotations.NullMarked;

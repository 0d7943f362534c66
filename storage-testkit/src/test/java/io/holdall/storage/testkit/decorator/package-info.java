/** The contract kit over the decorators of the storage API. */
@NullMarked
package io.holdall.storage.testkit.decorator;

import org.jspecify.annotations.NullMarked;

/** The contract kit through the decorators of storage-api, which cannot depend on the kit. */
@NullMarked
package io.holdall.storage.testkit.decorator;

import org.jspecify.annotations.NullMarked;

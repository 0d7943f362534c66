/** Tests of this decorator, beside the contract kit, which storage-testkit runs over it. */
@NullMarked
package io.holdall.storage.decorator.retry;

import org.jspecify.annotations.NullMarked;

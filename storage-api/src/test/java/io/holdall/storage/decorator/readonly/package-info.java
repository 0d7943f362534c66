/** Tests of this decorator, beside the contract kit, which storage-testkit runs over it. */
@NullMarked
package io.holdall.storage.decorator.readonly;

import org.jspecify.annotations.NullMarked;

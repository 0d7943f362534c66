/**
 * The file system as the JSON backend uses it: a handful of operations behind an interface, so that
 * tests can make any of them fail or cut the power after it.
 *
 * <p>Not part of the API: applications have no use for it, and it may change at any time.
 */
@NullMarked
package io.holdall.storage.json.disk;

import org.jspecify.annotations.NullMarked;

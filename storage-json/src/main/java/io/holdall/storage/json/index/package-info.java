/**
 * The ordered index of the JSON backend: where the value of every key stands. An immutable tree
 * that is changed by copying the path to what changes, so that readers need no lock and a snapshot
 * is a reference. See {@code docs/decisions/0010-json-index.md}.
 *
 * <p>Not part of the API: applications have no use for it, and it may change at any time.
 */
@NullMarked
package io.holdall.storage.json.index;

import org.jspecify.annotations.NullMarked;

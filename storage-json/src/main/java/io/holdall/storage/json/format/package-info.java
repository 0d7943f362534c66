/**
 * What stands in the files of a JSON store, as {@code docs/json-format.md} promises it: values,
 * lines, headers and names, written and read back, without any file being touched here.
 *
 * <p>Not part of the API: applications have no use for it, and it may change at any time.
 */
@NullMarked
package io.holdall.storage.json.format;

import org.jspecify.annotations.NullMarked;

/**
 * The log of the JSON backend: segments of lines that follow one another, how they are scanned and
 * checked, loaded at opening, written to, and abbreviated by checkpoints.
 *
 * <p>Not part of the API: applications have no use for it, and it may change at any time.
 */
@NullMarked
package io.holdall.storage.json.log;

import org.jspecify.annotations.NullMarked;

/**
 * Values made smaller with Zstandard, one by one or with a dictionary of what they have in common.
 */
@NullMarked
package io.holdall.storage.compression;

import org.jspecify.annotations.NullMarked;

/**
 * The JSON backend: a store in a directory of JSON lines that {@code tail -f} and {@code jq} can
 * read. Applications use {@link io.holdall.storage.json.JsonBackend}; the packages below hold its
 * parts.
 */
@NullMarked
package io.holdall.storage.json;

import org.jspecify.annotations.NullMarked;

/**
 * Storage in an SQLite database: one file that any SQLite tool can read, several processes that
 * write at once.
 *
 * <p>Start at {@link io.holdall.storage.sqlite.SqliteBackend}. The file is described in {@code
 * docs/sqlite-format.md}.
 */
@NullMarked
package io.holdall.storage.sqlite;

import org.jspecify.annotations.NullMarked;

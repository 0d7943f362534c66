/**
 * Moving data between stores of any backends. {@link io.holdall.storage.migration.Copier} copies a
 * store that nobody writes to, resumably, and verifies every entry.
 */
@NullMarked
package io.holdall.storage.migration;

import org.jspecify.annotations.NullMarked;

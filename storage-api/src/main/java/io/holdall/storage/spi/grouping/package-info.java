/**
 * Group commit: many callers share one transaction, one sync. For authors of backends whose commits
 * cost about the same however much they hold.
 */
@NullMarked
package io.holdall.storage.spi.grouping;

import org.jspecify.annotations.NullMarked;

/**
 * Faults on purpose, around any backend: for tests of what stands above a store, decorators, models
 * and applications.
 */
@NullMarked
package io.holdall.storage.testkit.faults;

import org.jspecify.annotations.NullMarked;

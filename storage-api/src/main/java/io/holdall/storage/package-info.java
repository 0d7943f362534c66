/**
 * What applications use: {@link io.holdall.storage.Storage} and the values that go in and out of
 * it.
 *
 * <p>Holdall is an ordered map from {@linkplain io.holdall.storage.Key keys} to versioned
 * {@linkplain io.holdall.storage.Value values}. Start at {@link io.holdall.storage.Storage}; the
 * contract that every backend keeps is written at {@link io.holdall.storage.spi.StorageBackend}.
 */
@NullMarked
package io.holdall.storage;

import org.jspecify.annotations.NullMarked;

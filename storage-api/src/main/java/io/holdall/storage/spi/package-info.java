/**
 * What authors of backends and decorators implement: one small interface, {@link
 * io.holdall.storage.spi.StorageBackend}, and one factory, {@link
 * io.holdall.storage.spi.BackendFactory}.
 *
 * <p>Applications need none of this; they use {@link io.holdall.storage.Storage}.
 */
@NullMarked
package io.holdall.storage.spi;

import org.jspecify.annotations.NullMarked;

package io.holdall.storage.spi;

import java.util.Optional;

/**
 * Makes a backend known to profiles. Found by {@link java.util.ServiceLoader}: a backend's jar
 * names its factory in {@code META-INF/services/io.holdall.storage.spi.BackendFactory}. A factory
 * has no state and touches nothing before {@link #open}.
 */
public non-sealed interface BackendFactory extends Plugin {
  /**
   * Opens a store, and creates it if there is none, unless it is opened read-only.
   *
   * @param settings values for {@link #settings()}, defaults filled in
   * @throws io.holdall.storage.StorageException.Configuration if settings do not go together
   * @throws io.holdall.storage.StorageException.Unavailable if the store is held by another
   *     process, or is not there and was to be opened read-only; the attribute {@code reason} is
   *     {@code locked} or {@code not-found}
   * @throws io.holdall.storage.StorageException.Corrupt if what is there is damaged or not such a
   *     store
   */
  StorageBackend open(Settings settings);

  /** Checking and repairing its stores, where it can. */
  Optional<StoreMaintenance> maintenance();
}

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
   * <p>Any number of threads and processes may do so at once for one place, also while there is no
   * store yet. If the store has {@linkplain Capabilities#multipleWriters() several writers}, each
   * gets the same one, ready to be used; if not, exactly one gets it, and every other one that is
   * to write is refused, at once, as {@code locked}. None takes a store that another is just making
   * for a damaged one or for something else.
   *
   * @param settings values for {@link #settings()}, defaults filled in
   * @throws io.holdall.storage.StorageException.Configuration if settings do not go together
   * @throws io.holdall.storage.StorageException.Unavailable if the store is held by another opening
   *     in this process or another, or is not there and was to be opened read-only; the attribute
   *     {@code reason} is {@code locked}, with {@code holder}, or {@code not-found}
   * @throws io.holdall.storage.StorageException.Corrupt if what is there is damaged or not such a
   *     store
   */
  StorageBackend open(Settings settings);

  /** Checking and repairing its stores, where it can. */
  Optional<StoreMaintenance> maintenance();
}

package io.holdall.storage.decorator.caching;

import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.spi.StorageBackend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open store for a second tier.
 *
 * @param place where it lies, if that is this opening's own
 */
record TierStore(StorageBackend backend, Optional<Place> place) implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(TierStore.class);

  /** One that lies wherever it was opened. */
  static TierStore of(StorageBackend backend) {
    return new TierStore(backend, Optional.empty());
  }

  /**
   * Opens it; null, with a line in the log, if that fails, for a cache does without.
   *
   * @throws Configuration if it cannot be what it is to be
   */
  static @Nullable TierStore open(TierSettings settings) {
    Optional<Place> place = Optional.empty();
    try {
      place = settings.directory().map(Place::below);
      StorageBackend backend =
          place.map(own -> settings.stack().under(own.directory())).orElse(settings.stack()).open();
      TierStore store = new TierStore(backend, place);
      if (backend.capabilities().readOnly()) {
        store.close();
        throw new Configuration("The second tier of a cache must not be read-only");
      }
      return store;
    } catch (Configuration e) {
      place.ifPresent(Place::close);
      throw e;
    } catch (StorageException e) {
      place.ifPresent(Place::close);
      LOGGER.warn("The second tier of a cache cannot be opened and is done without", e);
      return null;
    }
  }

  /** Never fails. */
  @Override
  public void close() {
    try {
      backend.close();
    } catch (RuntimeException e) {
      LOGGER.warn("The second tier of a cache could not be closed", e);
    } finally {
      place.ifPresent(Place::close);
    }
  }
}

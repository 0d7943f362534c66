package io.holdall.cli.store;

import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.config.Profile;
import io.holdall.storage.spi.StoreMaintenance;

/** What verifies and repairs a profile's store. */
final class Maintenance {
  private Maintenance() {}

  /**
   * The profile's.
   *
   * @throws Unsupported if its backend has none
   */
  static StoreMaintenance of(Profile profile) {
    return profile
        .maintenance()
        .orElseThrow(
            () -> {
              Unsupported error =
                  new Unsupported("There is nothing to verify or repair in a store of this type");
              error.with("backend", profile.type());
              return error;
            });
  }
}

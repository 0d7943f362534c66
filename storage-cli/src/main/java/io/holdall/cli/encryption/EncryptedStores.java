package io.holdall.cli.encryption;

import io.holdall.cli.command.CommandFailure;
import io.holdall.cli.command.ExitCode;
import io.holdall.storage.Storage;
import io.holdall.storage.config.Profile;
import io.holdall.storage.encryption.EncryptedStore;
import io.holdall.storage.encryption.Encryption;
import io.holdall.storage.spi.Decorator;
import io.holdall.storage.spi.Setting;
import java.util.List;

/** Opens stores up to their encryption, for what works on what is stored. */
final class EncryptedStores {
  private static final String READ_ONLY = "read-only";

  private EncryptedStores() {}

  /** Opens the store of a profile to look at it, beside a running application. */
  static Storage openForReading(Profile profile) {
    boolean canReadOnly =
        profile.factory().settings().stream().map(Setting::name).anyMatch(READ_ONLY::equals);
    return open(canReadOnly ? profile.with(READ_ONLY, "true") : profile);
  }

  /** Opens the store of a profile to change it; one that is not there is not made. */
  static Storage openExisting(Profile profile) {
    openForReading(profile).close();
    return open(profile);
  }

  /** What can be told and done of its encryption. */
  static EncryptedStore encrypted(Storage storage) {
    return storage
        .extension(EncryptedStore.class)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "There is nothing in this store, and so nothing encrypted",
                    "'holdall import FILE' fills a store."));
  }

  /** What stands around the encryption would hide it. */
  private static Storage open(Profile profile) {
    List<Decorator> decorators = profile.decorators();
    int encryption = 0;
    while (encryption < decorators.size() && !(decorators.get(encryption) instanceof Encryption)) {
      encryption++;
    }
    if (encryption == decorators.size()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Profile " + profile.name() + " encrypts nothing",
          "Its decorators need { type = encryption, keyset-file = … }: docs/encryption.md.");
    }
    Storage.Builder builder = Storage.builder(profile.factory().open(profile.settings()));
    decorators.subList(0, encryption + 1).forEach(builder::with);
    return builder.open();
  }
}

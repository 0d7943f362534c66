package io.holdall.cli.command;

import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.spi.Setting;

/** Finds and opens the store that options and environment choose. */
public final class StoreAccess {
  private static final String READ_ONLY = "read-only";

  private final CommandContext context;

  StoreAccess(CommandContext context) {
    this.context = context;
  }

  /** All profiles, unchecked, the one that options or environment choose being selected. */
  public Profiles profiles() {
    Profiles.Loader loader = Profiles.loader().environment(context.environment());
    context.options().config().ifPresent(loader::file);
    context.options().profile().ifPresent(loader::select);
    return loader.loadUnchecked();
  }

  /** The profile that options or environment choose. */
  public Profile profile() {
    Profiles profiles = profiles();
    return profiles.profile(profiles.selected().name());
  }

  /** Opens the store to look at it, which works beside a running application. */
  public Storage openForReading() {
    return openForReading(profile());
  }

  /** Opens the store to look at it; one that is not there is not made. */
  public static Storage openForReading(Profile profile) {
    boolean canReadOnly =
        profile.factory().settings().stream().map(Setting::name).anyMatch(READ_ONLY::equals);
    return canReadOnly ? profile.with(READ_ONLY, "true").open() : profile.open();
  }

  /** Opens the store to look at it; one that is not there looks like an empty one. */
  public static Storage openOrEmpty(Profile profile) {
    try {
      return openForReading(profile);
    } catch (Unavailable e) {
      if (e.attribute("reason").filter("not-found"::equals).isPresent()) {
        return Storage.inMemory();
      }
      throw e;
    }
  }

  /** Opens the store to change it, and makes it if it is not there. */
  public Storage openForWriting() {
    return profile().open();
  }

  /** Opens the store to change what is in it; one that is not there is not made. */
  public Storage openExisting() {
    Profile profile = profile();
    openForReading(profile).close();
    return profile.open();
  }
}

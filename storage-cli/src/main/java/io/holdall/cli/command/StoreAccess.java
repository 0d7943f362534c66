package io.holdall.cli.command;

import io.holdall.storage.Principal;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.config.Profile;
import io.holdall.storage.config.Profiles;
import io.holdall.storage.spi.Decorator.Trait;
import io.holdall.storage.spi.Setting;
import java.util.Arrays;
import java.util.Optional;

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

  /**
   * Opens a store to look at it; one that is not there is not made.
   *
   * @param others further stores that the command uses; one of all must have access control for
   *     {@code --as} to mean something
   */
  public Storage openForReading(Profile profile, Profile... others) {
    requireMeaning(profile, others);
    return asPrincipal(profile, readOnly(profile).open());
  }

  /** Opens the store to look at it; one that is not there looks like an empty one. */
  public Storage openOrEmpty() {
    return openOrEmpty(profile());
  }

  /** Opens a store to look at it; one that is not there looks like an empty one. */
  public Storage openOrEmpty(Profile profile, Profile... others) {
    try {
      return openForReading(profile, others);
    } catch (Unavailable e) {
      if (e.attribute("reason").filter("not-found"::equals).isPresent()) {
        return Storage.inMemory();
      }
      throw e;
    }
  }

  /** Opens the store to change it, and makes it if it is not there. */
  public Storage openForWriting() {
    return openForWriting(profile());
  }

  /** Opens a store to change it, and makes it if it is not there. */
  public Storage openForWriting(Profile profile, Profile... others) {
    requireMeaning(profile, others);
    return asPrincipal(profile, profile.open());
  }

  /** Opens the store to change what is in it; one that is not there is not made. */
  public Storage openExisting() {
    Profile profile = profile();
    openForReading(profile).close();
    return openForWriting(profile);
  }

  private static Profile readOnly(Profile profile) {
    boolean canReadOnly =
        profile.factory().settings().stream().map(Setting::name).anyMatch(READ_ONLY::equals);
    return canReadOnly ? profile.with(READ_ONLY, "true") : profile;
  }

  /** Refuses to act as somebody where everybody may do everything. */
  private void requireMeaning(Profile profile, Profile... others) {
    boolean meant =
        hasAccessControl(profile) || Arrays.stream(others).anyMatch(StoreAccess::hasAccessControl);
    if (context.options().principal().isPresent() && !meant) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The profile '" + profile.name() + "' has no access control",
          "Leave out --as, or give the profile a decorator of type access-control.");
    }
  }

  private static boolean hasAccessControl(Profile profile) {
    return profile.decorators().stream().anyMatch(d -> d.traits().contains(Trait.JUDGES));
  }

  private Storage asPrincipal(Profile profile, Storage storage) {
    Optional<Principal> principal = context.options().principal();
    return principal.isPresent() && hasAccessControl(profile)
        ? Storage.of(new PrincipalStore(storage, principal.get()))
        : storage;
  }
}

package io.holdall.models.conversations.transfer;

import io.holdall.storage.ProgressListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a file is to be imported. Immutable; each method gives a changed copy. */
public final class ImportOptions {
  private static final ImportOptions DEFAULTS =
      new ImportOptions(
          null, false, OnDifferent.REFUSE, null, ProgressListener.NONE, ProgressListener.NONE);

  private final @Nullable String format;
  private final boolean skipBroken;
  private final OnDifferent onDifferent;
  private final @Nullable String owner;
  private final ProgressListener progress;
  private final ProgressListener stored;

  private ImportOptions(
      @Nullable String format,
      boolean skipBroken,
      OnDifferent onDifferent,
      @Nullable String owner,
      ProgressListener progress,
      ProgressListener stored) {
    this.format = format;
    this.skipBroken = skipBroken;
    this.onDifferent = onDifferent;
    this.owner = owner;
    this.progress = progress;
    this.stored = stored;
  }

  /** The format is recognised, and everything is imported or nothing. */
  public static ImportOptions defaults() {
    return DEFAULTS;
  }

  /** The file has the format of this name. */
  public ImportOptions format(String name) {
    return new ImportOptions(name, skipBroken, onDifferent, owner, progress, stored);
  }

  /** Broken records are left out and reported, the others imported. */
  public ImportOptions skipBroken() {
    return new ImportOptions(format, true, onDifferent, owner, progress, stored);
  }

  /** What to do with sessions that differ from those of the same id in the store. */
  public ImportOptions onDifferent(OnDifferent policy) {
    return new ImportOptions(format, skipBroken, policy, owner, progress, stored);
  }

  /** Sessions for which the file names no owner belong to this one. */
  public ImportOptions owner(String name) {
    return new ImportOptions(format, skipBroken, onDifferent, name, progress, stored);
  }

  /** Who is told how many messages of the file have been dealt with, of how many in all. */
  public ImportOptions progress(ProgressListener listener) {
    return new ImportOptions(format, skipBroken, onDifferent, owner, listener, stored);
  }

  /**
   * Who is told after each commit how many of the messages that the store lacked are stored, of how
   * many in all; once before the first one. If the import fails, what was told last stands, and
   * importing the file again adds the rest.
   */
  public ImportOptions stored(ProgressListener listener) {
    return new ImportOptions(format, skipBroken, onDifferent, owner, progress, listener);
  }

  /** The name of the format; empty to recognise it. */
  public Optional<String> format() {
    return Optional.ofNullable(format);
  }

  /** Whether broken records are left out. */
  public boolean isSkipBroken() {
    return skipBroken;
  }

  /** What to do with sessions that differ. */
  public OnDifferent onDifferent() {
    return onDifferent;
  }

  /** The owner of sessions without one. */
  public Optional<String> owner() {
    return Optional.ofNullable(owner);
  }

  /** Who is told of the progress. */
  public ProgressListener progress() {
    return progress;
  }

  /** Who is told of what is stored. */
  public ProgressListener stored() {
    return stored;
  }
}

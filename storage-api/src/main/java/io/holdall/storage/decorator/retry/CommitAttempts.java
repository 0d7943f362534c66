package io.holdall.storage.decorator.retry;

import io.holdall.storage.CommitResult;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.StorageBackend;
import org.jspecify.annotations.Nullable;

/** The attempts to commit one batch that writes; for one thread. */
final class CommitAttempts {
  private final StorageBackend backend;
  private final WriteBatch batch;
  private final Evidence evidence;
  private final boolean uniqueValues;
  private final Attempts attempts;

  /** Set by the first attempt that may have written; from then on nothing else is certain. */
  private @Nullable OutcomeUnknown unknown;

  CommitAttempts(StorageBackend backend, WriteBatch batch, Policy policy) {
    this.backend = backend;
    this.batch = batch;
    this.evidence = new Evidence(batch);
    this.uniqueValues = policy.hasUniqueValues();
    this.attempts = policy.begin();
  }

  CommitResult run() {
    while (true) {
      try {
        return backend.commit(batch);
      } catch (StorageException e) {
        attempts.failed();
        if (e instanceof OutcomeUnknown first && unknown == null) {
          unknown = first;
        }
        CommitResult found = unknown == null ? null : afterUnknown(unknown, e);
        if (found != null) {
          return found;
        }
        if (!attempts.pauseAfter(e)) {
          throw last(e);
        }
      }
    }
  }

  /**
   * What an error means after an attempt that may have written.
   *
   * @return the result if the batch is known to be written; null if it may be repeated
   */
  private @Nullable CommitResult afterUnknown(OutcomeUnknown first, StorageException e) {
    if (uniqueValues) {
      CommitResult found = readBack(first, e);
      if (found != null) {
        return found;
      }
    }
    if (e instanceof Conflict conflict && evidence.neverWritten(conflict)) {
      throw attempts.counted(conflict);
    }
    if (!evidence.canHappenOnlyOnce()) {
      throw last(e);
    }
    return null; // errors that are not to be repeated end it in pauseAfter
  }

  private @Nullable CommitResult readBack(OutcomeUnknown first, StorageException e) {
    Evidence.Found found;
    try {
      found = evidence.read(backend);
    } catch (StorageException unreadable) {
      first.addSuppressed(unreadable);
      return null;
    }
    if (found.versions() != null) {
      return new CommitResult(found.versions());
    }
    if (found.anyIsOurs()) {
      first.with("written", true);
      throw last(e);
    }
    return null;
  }

  /** The first unknown outcome if there was one, since it is still unknown; else the last error. */
  private StorageException last(StorageException e) {
    if (unknown == null) {
      return attempts.counted(e);
    }
    if (e != unknown) {
      unknown.addSuppressed(e);
    }
    return attempts.counted(unknown);
  }
}

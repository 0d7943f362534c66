package io.holdall.storage.migration;

import java.time.Duration;

/**
 * What a copy did, and how the target compares with the source afterwards.
 *
 * @param copied entries that this run wrote to the target, replaced ones included
 * @param copiedBytes the bytes of their values
 * @param alreadyThere entries that this run met in the target, identical to the source's
 * @param skipped entries of the target that differ and were left as they are
 * @param resumed whether this run went on where an earlier one had stopped; what that one copied is
 *     counted in the verification only
 * @param complete false if the run was interrupted: run the same copy again to go on
 * @param verification the comparison of every entry after copying; empty if not complete
 * @param duration how long it took, verification included
 */
public record CopyResult(
    long copied,
    long copiedBytes,
    long alreadyThere,
    long skipped,
    boolean resumed,
    boolean complete,
    Comparison verification,
    Duration duration) {

  /** How many entries were read back from the target and found identical. */
  public long verified() {
    return verification.identical();
  }

  /** Whether the copy is complete and the target holds exactly what the source holds. */
  public boolean isExact() {
    return complete && verification.isExact();
  }
}

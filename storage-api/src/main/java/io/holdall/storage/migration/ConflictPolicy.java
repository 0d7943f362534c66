package io.holdall.storage.migration;

/**
 * What a copy does where the target has an entry of the same key but other bytes or another format.
 */
public enum ConflictPolicy {
  /** Stop with {@code Conflict} and name the key; what was copied before stays. */
  FAIL,
  /** Leave the target's entry as it is. The verification reports it as different. */
  SKIP,
  /** Replace the target's entry. */
  OVERWRITE
}

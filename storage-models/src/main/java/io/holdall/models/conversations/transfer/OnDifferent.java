package io.holdall.models.conversations.transfer;

/** What to do with a session of a file when the store has another of the same id. */
public enum OnDifferent {
  /** Import nothing, and say so. */
  REFUSE,
  /** Leave the stored one as it is, and import the others. */
  SKIP,
  /** Delete the stored one first. */
  REPLACE,
  /** Store it under the first free id of {@code id_2}, {@code id_3} and so on. */
  RENAME
}

package io.holdall.models.conversations.transfer;

/** What to do with a session of a file when the store has another of the same id. */
public enum OnDifferent {
  /** Import nothing, and say so. */
  REFUSE,
  /** Leave the stored one as it is, and import the others. */
  SKIP,
  /**
   * Put the session of the file in the place of the stored one: in one commit where that has room
   * for both, else by appending first and then dropping what stood before. Whenever the import is
   * killed, all messages of the one or of the other are there.
   */
  REPLACE,
  /** Store it under the first free id of {@code id_2}, {@code id_3} and so on. */
  RENAME
}

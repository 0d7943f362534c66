package io.holdall.models.conversations.transfer;

/**
 * What the check of a file found of one of its sessions, and what is therefore to be done.
 *
 * @param id the id under which it is stored
 * @param action what to do
 * @param stored how many of its first messages are there already
 * @param messages how many messages it has in the file
 */
record Verdict(String id, Action action, long stored, long messages) {
  enum Action {
    CREATE,
    CONTINUE,
    REPLACE,
    LEAVE
  }

  /** How many of its messages are to be stored. */
  long toStore() {
    return action == Action.LEAVE ? 0 : messages - stored;
  }
}

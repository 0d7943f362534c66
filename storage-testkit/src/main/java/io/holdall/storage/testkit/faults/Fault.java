package io.holdall.storage.testkit.faults;

/** What can go wrong with a commit. */
public enum Fault {
  /** Nothing: the commit happens. */
  NONE,
  /** It does not happen, which is said: {@code Unavailable}. */
  REFUSED,
  /** It does not happen, and nobody can tell: {@code OutcomeUnknown}. */
  REQUEST_LOST,
  /** It happens, and nobody can tell: {@code OutcomeUnknown}. */
  ANSWER_LOST
}

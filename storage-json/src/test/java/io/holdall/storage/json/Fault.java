package io.holdall.storage.json;

/** What happens at the chosen operation of a {@link FaultyDisk}. */
enum Fault {
  /** Nothing. */
  NONE,
  /** It fails, the next one works. */
  FAILS_ONCE,
  /** It fails, and so does everything for a while. */
  FAILS_FOR_A_WHILE,
  /** The disk is full, until {@link FaultyDisk#repair()}. */
  DISK_FULL,
  /** The process dies in the middle of it. */
  KILL,
  /** The power goes in the middle of it. */
  POWER_CUT
}

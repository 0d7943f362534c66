package io.holdall.cli.conversation;

import io.holdall.cli.terminal.Figures;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.StorageException.OutcomeUnknown;

/** How much of a file is stored, for when its import does not come to its end. */
final class StoredTally implements ProgressListener {
  private final String file;
  private final boolean replaces;
  private long stored;
  private long wanted;

  /**
   * Of nothing so far.
   *
   * @param replaces whether sessions of the file take the place of stored ones
   */
  StoredTally(String file, boolean replaces) {
    this.file = file;
    this.replaces = replaces;
  }

  @Override
  public void progress(long done, long total) {
    stored = done;
    wanted = total;
  }

  /** Whether the store is certainly as it was. */
  boolean isEmpty(Throwable failure) {
    return stored == 0 && !(failure instanceof OutcomeUnknown);
  }

  /** What stands in the store, as a clause. */
  String text(Throwable failure) {
    if (isEmpty(failure)) {
      return "nothing of " + file + " is stored";
    }
    return "%s%s of the %s of %s are stored%s"
        .formatted(
            failure instanceof OutcomeUnknown ? "at least " : "",
            Figures.count(stored),
            Figures.count(wanted, "new message"),
            file,
            replaces ? ", and one session may hold its former messages before the new ones" : "");
  }
}

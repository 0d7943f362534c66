package io.holdall.storage;

/** Is told how far long work has come; called often, so it must be quick. */
@FunctionalInterface
public interface ProgressListener {
  /** Listens to nothing. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * So much is done.
   *
   * @param done units done so far; the work says which units
   * @param total units in all, or -1 when that is not known
   */
  void progress(long done, long total);
}

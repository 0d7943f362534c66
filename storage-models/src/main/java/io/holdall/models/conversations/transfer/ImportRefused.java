package io.holdall.models.conversations.transfer;

/**
 * A file was not imported, for it has broken records or sessions that differ from those in the
 * store, and the options do not say what to do with them. Nothing was stored.
 */
public final class ImportRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ImportReport report;

  ImportRefused(ImportReport report) {
    super(
        "Nothing was imported: %d broken records, %d sessions that differ from those in the store"
            .formatted(report.brokenCount(), report.different().size()));
    this.report = report;
  }

  /** What is broken and what differs; the counts tell what else would have been stored. */
  public ImportReport report() {
    return report;
  }
}

package io.holdall.storage.metrics;

import java.util.Locale;

/** A call that is measured. */
enum Operation {
  GET,
  SCAN,
  COMMIT,
  SNAPSHOT,
  STATS;

  /** As tags have it. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}

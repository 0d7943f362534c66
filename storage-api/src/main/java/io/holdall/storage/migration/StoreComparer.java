package io.holdall.storage.migration;

import io.holdall.storage.Entry;
import io.holdall.storage.migration.Comparison.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through two stores side by side, which works because both are in the same order. */
final class StoreComparer {
  private final Side source;
  private final Side target;
  private final Runnable sourceEntryDone;
  private final Tally tally = new Tally();

  private StoreComparer(EntryPages source, EntryPages target, Runnable sourceEntryDone) {
    this.source = new Side(source);
    this.target = new Side(target);
    this.sourceEntryDone = sourceEntryDone;
  }

  /**
   * Compares every entry; stops early, and says so, when the thread is interrupted.
   *
   * @param sourceEntryDone is run after each entry of the source
   */
  static Comparison compare(EntryPages source, EntryPages target, Runnable sourceEntryDone) {
    return new StoreComparer(source, target, sourceEntryDone).run();
  }

  private Comparison run() {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        return tally.comparison(false);
      }
      Entry here = source.peek();
      Entry there = target.peek();
      if (here == null && there == null) {
        return tally.comparison(true);
      }
      compare(here, there);
    }
  }

  private void compare(@Nullable Entry here, @Nullable Entry there) {
    if (there == null || (here != null && here.key().compareTo(there.key()) < 0)) {
      Entry missing = source.take();
      tally.missing(missing.key(), missing.value().length());
      sourceEntryDone.run();
    } else if (here == null || here.key().compareTo(there.key()) > 0) {
      tally.extra(target.take().key());
    } else {
      target.take();
      if (source.take().value().equals(there.value())) {
        tally.identical();
      } else {
        tally.different(there.key());
      }
      sourceEntryDone.run();
    }
  }

  /** One store's entries, one after the other. */
  private static final class Side {
    private final EntryPages pages;
    private List<Entry> page = List.of();
    private int position;
    private boolean ended;

    Side(EntryPages pages) {
      this.pages = pages;
    }

    /** The entry whose turn it is, null at the end. */
    @Nullable Entry peek() {
      if (position == page.size() && !ended) {
        page = pages.next();
        position = 0;
        ended = page.isEmpty();
      }
      return ended ? null : page.get(position);
    }

    Entry take() {
      return page.get(position++);
    }
  }
}

package io.holdall.storage.decorator.limits;

import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.spi.StorageReader;

/**
 * How much of a quota is used, and how much is promised to commits under way. All state is guarded
 * by this object's monitor; counting needs in addition that no commit is under way.
 */
final class Usage {
  /** Values are read only for their length, so few at a time. */
  private static final int VALUES_A_PAGE = 100;

  private final Quota quota;
  private Size used = Size.NOTHING;
  private Size reserved = Size.NOTHING;
  private boolean counted;
  private boolean doubtful;

  Usage(Quota quota) {
    this.quota = quota;
  }

  Quota quota() {
    return quota;
  }

  synchronized boolean isCounted() {
    return counted;
  }

  /** Whether more may be counted than is there. */
  synchronized boolean isDoubtful() {
    return doubtful;
  }

  /**
   * Counts what is there. No commit may be under way.
   *
   * @throws io.holdall.storage.StorageException if reading fails; the count is then as before
   */
  void count(StorageReader store) {
    Size found = Size.NOTHING;
    for (KeyRange range : quota.ranges()) {
      found = found.plus(count(store, Scan.over(range)));
    }
    synchronized (this) {
      used = found;
      counted = true;
      doubtful = false;
    }
  }

  private Size count(StorageReader store, Scan range) {
    Scan scan = quota.limitsBytes() ? range.limit(VALUES_A_PAGE) : range.keysOnly();
    Size found = Size.NOTHING;
    while (true) {
      Page page = store.scan(scan);
      found = page.entries().stream().map(Size::of).reduce(found, Size::plus);
      if (page.next().isEmpty()) {
        return found;
      }
      scan = scan.after(page.next().get());
    }
  }

  /**
   * Promises room for what a commit adds.
   *
   * @throws LimitExceeded if there is none
   */
  synchronized void reserve(Size change) {
    Size growth = change.growth();
    Size then = used.plus(reserved).plus(growth);
    if (growth.entries() > 0 && then.entries() > quota.entries()) {
      throw refused("Too many entries", "entries", then.entries(), quota.entries());
    }
    if (growth.bytes() > 0 && then.bytes() > quota.bytes()) {
      throw refused("Too many bytes", "bytes", then.bytes(), quota.bytes());
    }
    reserved = reserved.plus(growth);
  }

  /** The commit has happened. */
  synchronized void written(Size change) {
    used = used.plus(change);
    reserved = reserved.minus(change.growth());
  }

  /** The commit has not happened. */
  synchronized void notWritten(Size change) {
    reserved = reserved.minus(change.growth());
  }

  /**
   * The commit may have happened, or may happen yet.
   *
   * @param change what had been reserved for
   * @param puts everything that it puts, whatever that replaces: it may replace something else by
   *     then
   */
  synchronized void unknown(Size change, Size puts) {
    reserved = reserved.minus(change.growth());
    used = used.plus(puts);
    doubtful = true;
  }

  /** What is used of what, for people. */
  synchronized String describe() {
    StringBuilder text = new StringBuilder();
    if (quota.limitsEntries()) {
      text.append(amount(used.entries())).append(" of ").append(quota.entries()).append(" entries");
    }
    if (quota.limitsBytes()) {
      text.append(text.isEmpty() ? "" : ", ");
      text.append(amount(used.bytes())).append(" of ").append(quota.bytes()).append(" bytes");
    }
    return text.toString();
  }

  private String amount(long number) {
    return counted ? (doubtful ? "at most " : "") + number : "not yet counted";
  }

  private LimitExceeded refused(String text, String what, long then, long limit) {
    LimitExceeded refused = new LimitExceeded(text + ", nothing was written");
    if (quota.prefix() != null) {
      refused.with("prefix", quota.name());
    }
    refused.with(what, then).with("limit", limit);
    return refused;
  }
}

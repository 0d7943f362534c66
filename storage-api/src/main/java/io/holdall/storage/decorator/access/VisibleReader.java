package io.holdall.storage.decorator.access;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.decorator.access.Judge.Verdict;
import io.holdall.storage.decorator.access.Visibility.Stretch;
import io.holdall.storage.spi.StorageReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads for one caller: what may not be read is not there. */
final class VisibleReader {
  /** How many bytes of values a page has at most, after its first entry. */
  private static final int PAGE_BYTES = 1 << 20;

  private final Judge judge;
  private final Denials denials;
  private final Visibility listed;
  private final Visibility readable;

  VisibleReader(Judge judge, Denials denials) {
    this.judge = judge;
    this.denials = denials;
    this.listed = new Visibility(judge, Permission.LIST);
    this.readable = new Visibility(judge, Permission.LIST, Permission.READ);
  }

  /** What a scan with values meets. */
  Visibility readable() {
    return readable;
  }

  List<Optional<Entry>> get(StorageReader reader, List<Key> keys) {
    List<Key> asked = keys.stream().filter(this::mayBeRead).toList();
    List<Optional<Entry>> found = asked.isEmpty() ? List.of() : reader.get(asked);
    List<Optional<Entry>> entries = new ArrayList<>(keys.size());
    int next = 0;
    for (Key key : keys) {
      boolean wasAsked = next < asked.size() && asked.get(next).equals(key);
      entries.add(wasAsked ? shown(found.get(next++)) : Optional.empty());
    }
    return entries;
  }

  private boolean mayBeRead(Key key) {
    if (judge.verdict(Permission.READ, key) == Verdict.NEVER) {
      denials.count(judge.principal(), Permission.READ, key);
      return false;
    }
    return true;
  }

  private Optional<Entry> shown(Optional<Entry> found) {
    if (found.isPresent() && !judge.allows(Permission.READ, found.get())) {
      denials.count(judge.principal(), Permission.READ, found.get().key());
      return Optional.empty();
    }
    return found;
  }

  Page scan(StorageReader reader, Scan scan) {
    Visibility visibility = scan.isKeysOnly() ? listed : readable;
    List<Stretch> stretches = new ArrayList<>(visibility.within(scan.range()));
    if (stretches.isEmpty()) {
      return new Page(List.of(), false);
    }
    if (stretches.size() == 1 && stretches.get(0).whole()) {
      return reader.scan(like(scan, Scan.over(stretches.get(0).range()).limit(scan.limit())));
    }
    if (scan.isReverse()) {
      Collections.reverse(stretches);
    }
    return new Filling(reader, scan, visibility).fill(stretches);
  }

  private static Scan like(Scan asked, Scan scan) {
    Scan directed = asked.isReverse() ? scan.reversed() : scan;
    return asked.isKeysOnly() ? directed.keysOnly() : directed;
  }

  /** A page that is being filled, from as many pages of the store as it takes. */
  private static final class Filling {
    private final StorageReader reader;
    private final Scan asked;
    private final Visibility visibility;
    private final List<Entry> page = new ArrayList<>();
    private long bytes;
    private int portion;

    Filling(StorageReader reader, Scan asked, Visibility visibility) {
      this.reader = reader;
      this.asked = asked;
      this.visibility = visibility;
      // One more than asked for tells whether there is more.
      this.portion = Math.min(asked.limit(), Scan.DEFAULT_LIMIT) + 1;
    }

    /** Ends when a further entry is seen, so that more is never promised for nothing. */
    Page fill(List<Stretch> stretches) {
      for (Stretch stretch : stretches) {
        Optional<Scan> next = Optional.of(scanOf(stretch));
        while (next.isPresent()) {
          Page found = reader.scan(next.get().limit(portion));
          for (Entry entry : found.entries()) {
            if (stretch.whole() || visibility.shows(entry)) {
              if (isFull()) {
                return new Page(page, true);
              }
              add(entry);
            }
          }
          next = found.next().map(last -> scanOf(stretch).after(last));
          portion = Math.min(2 * portion, Scan.DEFAULT_LIMIT + 1); // most of it may be hidden
        }
      }
      return new Page(page, false);
    }

    private Scan scanOf(Stretch stretch) {
      boolean judgedByValue = !stretch.whole() && visibility.looksAtValues();
      boolean wanted = !asked.isKeysOnly() && !isFull();
      Scan scan = Scan.over(stretch.range());
      Scan directed = asked.isReverse() ? scan.reversed() : scan;
      return judgedByValue || wanted ? directed : directed.keysOnly();
    }

    private boolean isFull() {
      return page.size() == asked.limit() || (!page.isEmpty() && bytes > PAGE_BYTES);
    }

    private void add(Entry entry) {
      if (asked.isKeysOnly()) {
        page.add(Entry.withoutValue(entry.key(), entry.version()));
      } else {
        page.add(entry);
        bytes += entry.value().length();
      }
    }
  }
}

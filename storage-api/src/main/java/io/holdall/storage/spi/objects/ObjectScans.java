package io.holdall.storage.spi.objects;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Version;
import io.holdall.storage.spi.objects.ObjectListing.Listed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Pages of entries from a service that lists names forward, 1,000 at a time. A page costs a listing
 * and, for values, a request for each entry, many of them at once.
 *
 * <p>A page ends after some megabytes of values: enough to read large values side by side, too, and
 * so few that they fit in any heap. How large values are is known from the listing; where larger
 * ones were written since, no further one is begun when those read already are too many.
 *
 * <p>A reverse scan has to list <em>all</em> names of its range for every page, one request for
 * 1,000 names, for there is no listing backward. It keeps only those of the page.
 */
final class ObjectScans {
  /** A page ends when its values have more bytes than this together. */
  static final long PAGE_BYTES = 8 << 20;

  private static final int LISTING = 1_000;

  private final ObjectNames names;
  private final Reads reads;

  /** What a scan asks the service for. */
  interface Reads {
    ObjectListing list(String prefix, String after, int limit);

    /**
     * The entries of the first of these keys, of one at least: none is begun any more when those
     * that were read have more bytes than there is room.
     */
    List<Optional<Entry>> get(List<Key> keys, long room);
  }

  /** What a store holds. */
  record Totals(long entries, long bytes) {}

  /** An object that was listed and may be gone when it is read. */
  private record Candidate(Key key, Version version, long bytes) {}

  ObjectScans(ObjectNames names, Reads reads) {
    this.names = names;
    this.reads = reads;
  }

  Page page(Scan scan) {
    if (scan.range().isEmpty()) {
      return new Page(List.of(), false);
    }
    return scan.isReverse() ? reverse(scan) : forward(scan);
  }

  /** How many entries there are and what they take, without reading any. */
  Totals totals() {
    Ahead ahead = new Ahead(KeyRange.all(), KeyRange.all());
    long entries = 0;
    long bytes = 0;
    while (ahead.fill(LISTING)) {
      entries++;
      bytes += ahead.found.remove().bytes();
    }
    return new Totals(entries, bytes);
  }

  private Page forward(Scan scan) {
    Ahead ahead = new Ahead(scan.bounds(), scan.range());
    PageUnderWay page = new PageUnderWay(scan);
    while (ahead.fill(page.missing() + 1L)) {
      if (page.isFull()) {
        return new Page(page.entries, true);
      }
      page.addFrom(ahead.found);
    }
    return new Page(page.entries, false);
  }

  private Page reverse(Scan scan) {
    PageUnderWay page = new PageUnderWay(scan);
    KeyRange rest = scan.range();
    while (true) {
      long keep = page.missing() + 1L;
      Deque<Candidate> last = last(scan.bounds(), rest, keep);
      boolean further = last.size() == keep;
      while (!last.isEmpty()) {
        if (page.isFull()) {
          return new Page(page.entries, true);
        }
        rest = rest.before(page.addFrom(last));
      }
      if (!further) {
        return new Page(page.entries, false);
      }
    }
  }

  /** The last entries of a range, the very last first. */
  private Deque<Candidate> last(KeyRange bounds, KeyRange range, long keep) {
    Deque<Candidate> last = new ArrayDeque<>();
    Ahead ahead = new Ahead(bounds, range);
    while (!range.isEmpty() && ahead.fill(LISTING)) {
      last.addFirst(ahead.found.remove());
      if (last.size() > keep) {
        last.removeLast();
      }
    }
    return last;
  }

  /** What is listed of a range and not yet used. */
  private final class Ahead {
    private final Deque<Candidate> found = new ArrayDeque<>();
    private final String prefix;
    private final KeyRange range;
    private String after;
    private boolean end;

    Ahead(KeyRange bounds, KeyRange range) {
      this.prefix = names.common(bounds);
      this.range = range;
      this.after = names.before(range);
    }

    /** Lists more if nothing is left; false if there is nothing more. */
    boolean fill(long wanted) {
      while (found.isEmpty() && !end) {
        ObjectListing listing = reads.list(prefix, after, (int) Math.min(wanted, LISTING));
        listing.objects().forEach(this::add);
        end |= !listing.more() || listing.objects().isEmpty();
      }
      return !found.isEmpty();
    }

    private void add(Listed object) {
      after = object.name();
      if (object.name().compareTo(names.prefix() + range.to()) >= 0) {
        end = true;
        return;
      }
      names
          .key(object.name()) // else somebody else's object
          .filter(range::contains)
          .ifPresent(key -> found.add(new Candidate(key, object.version(), object.bytes())));
    }
  }

  /** The entries of a page so far. */
  private final class PageUnderWay {
    private final List<Entry> entries = new ArrayList<>();
    private final Scan scan;
    private long bytes;

    PageUnderWay(Scan scan) {
      this.scan = scan;
    }

    int missing() {
      return scan.limit() - entries.size();
    }

    boolean isFull() {
      return missing() == 0 || bytes > PAGE_BYTES;
    }

    /** Adds as many as are sure to have room, at least one, and returns the key of the last. */
    Key addFrom(Deque<Candidate> candidates) {
      List<Candidate> chunk = new ArrayList<>();
      long most = bytes;
      while (!candidates.isEmpty() && chunk.size() < missing() && most <= PAGE_BYTES) {
        Candidate next = candidates.remove();
        chunk.add(next);
        most += scan.isKeysOnly() ? 0 : next.bytes();
      }
      int added = chunk.size();
      if (scan.isKeysOnly()) {
        chunk.forEach(one -> entries.add(Entry.withoutValue(one.key(), one.version())));
      } else {
        added = addValues(chunk);
      }
      for (int i = chunk.size() - 1; i >= added; i--) {
        candidates.addFirst(chunk.get(i));
      }
      return chunk.get(added - 1).key();
    }

    /** Returns of how many candidates it is known what became of them. */
    private int addValues(List<Candidate> chunk) {
      List<Optional<Entry>> read =
          reads.get(chunk.stream().map(Candidate::key).toList(), PAGE_BYTES - bytes);
      // What was deleted meanwhile is left out, and the next ones take its place.
      read.stream().flatMap(Optional::stream).forEach(this::add);
      return read.size();
    }

    private void add(Entry entry) {
      entries.add(entry);
      bytes += entry.value().length();
    }
  }
}

package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads messages. The header is read after each page: if it is there still, and of the same
 * incarnation, then everything the session had was in the page, however it was being deleted, or
 * deleted and begun again, at the time.
 *
 * <p>Where a commit is one entry, the header is read beside the page, which saves a way through the
 * network. Deleting leaves something in every place that it takes: if the page has nothing but
 * messages of the header's incarnation, none missing between two of them, then nothing had been
 * removed when each of them was read; else the header is read again after the page. A message that
 * is being dropped by a {@code keepLast} under way may be read together with one that has come
 * since.
 */
final class Reading {
  /** How often a page is read that others change; what a damaged store has stays torn. */
  private static final int MOST_ATTEMPTS = 5;

  private final ConversationStore store;
  private final StorageView view;

  Reading(ConversationStore store, StorageView view) {
    this.store = store;
    this.view = view;
  }

  /** Messages from a sequence on. */
  Stream<Message> from(String session, long sequence, int pageSize) {
    return stream(session, Scan.over(range(session, sequence)).limit(pageSize));
  }

  /** Messages from the last to the first. */
  Stream<Message> reversed(String session, int pageSize) {
    return stream(session, Scan.over(range(session, 0)).reversed().limit(pageSize));
  }

  Optional<Message> at(String session, long sequence) {
    return view.get(store.keys().message(session, sequence))
        .map(StoredMessage::of)
        .filter(
            message ->
                store
                    .alive(view, session)
                    .filter(known -> belongs(message, known.header()))
                    .isPresent())
        .map(StoredMessage::message);
  }

  /** Messages whose time lies from one inclusive to the other exclusive. */
  Stream<Message> between(String session, Instant from, Instant to) {
    Optional<Known> known = store.alive(view, session);
    if (known.isEmpty()) {
      return Stream.empty();
    }
    Span span = known.get().header().span();
    if (!span.ordered() || !store.commitsTogether()) {
      return from(session, 0, Scan.DEFAULT_LIMIT)
          .filter(message -> !time(message).isBefore(from) && time(message).isBefore(to));
    }
    return from(session, firstNotBefore(session, span, from), Scan.DEFAULT_LIMIT)
        .takeWhile(message -> time(message).isBefore(to));
  }

  /** By bisection, as the times never go backwards. */
  private long firstNotBefore(String session, Span span, Instant time) {
    long low = span.first();
    long high = span.next();
    while (low < high) {
      long middle = low + (high - low) / 2;
      Scan next = Scan.over(range(session, middle)).limit(1);
      List<Entry> found = view.scan(next).entries();
      if (found.isEmpty() || !StoredMessage.of(found.get(0)).time().isBefore(time)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static Instant time(Message message) {
    return message.time().orElseThrow();
  }

  private KeyRange range(String session, long from) {
    Key messages = store.keys().messages(session);
    return new KeyRange(messages.child(from).encoded(), KeyRange.under(messages).to());
  }

  private static boolean belongs(StoredMessage message, SessionHeader header) {
    return !message.tombstone()
        && message.isOf(header.incarnation())
        && message.sequence() >= header.span().first();
  }

  /** Whether it is in a place that is not dropped, and yet none of the session's messages. */
  private static boolean isBeyond(StoredMessage message, SessionHeader header) {
    return message.sequence() >= header.span().first() && !belongs(message, header);
  }

  private Stream<Message> stream(String session, Scan scan) {
    int order = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Messages(session, scan), order), false);
  }

  /** Page by page, while it is consumed. */
  private final class Messages implements Iterator<Message> {
    private final String session;
    private final Deque<Message> page = new ArrayDeque<>();
    private Optional<Scan> rest;
    private String incarnation = "";

    /** What precedes it was dropped before the next page is read. */
    private long first;

    Messages(String session, Scan scan) {
      this.session = session;
      this.rest = Optional.of(scan);
    }

    @Override
    public boolean hasNext() {
      while (page.isEmpty() && rest.isPresent()) {
        rest = read(rest.get());
      }
      return !page.isEmpty();
    }

    @Override
    public Message next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.remove();
    }

    private Optional<Scan> read(Scan asked) {
      Scan scan = asked;
      for (int attempt = 1; ; attempt++) {
        Optional<Found> read = readOnce(scan);
        if (read.isEmpty()) {
          return Optional.empty();
        }
        Found found = read.get();
        boolean isOld = found.isDroppedBehind(first);
        if (attempt == MOST_ATTEMPTS || !(isOld || found.isTorn())) {
          incarnation = found.header.incarnation();
          found.seen.stream()
              .filter(message -> belongs(message, found.header))
              .forEach(message -> page.add(message.message()));
          return rest(scan, found);
        }
        if (isOld) {
          first = found.header.span().first();
          scan = from(first, scan);
        }
      }
    }

    /** A page with what its header says, or empty if there is nothing more of the session. */
    private Optional<Found> readOnce(Scan scan) {
      if (store.commitsTogether()) {
        Page entries = view.scan(scan);
        return entries.entries().isEmpty()
            ? Optional.empty()
            : header().map(header -> Found.of(entries, header));
      }
      try (Beside<Optional<SessionHeader>> asked = Beside.begin(this::header)) {
        Page entries = view.scan(scan);
        if (entries.entries().isEmpty()) {
          return Optional.empty();
        }
        Optional<Found> found = asked.result().map(header -> Found.of(entries, header));
        return found.filter(Found::isUndisturbed).isPresent()
            ? found
            : header().map(header -> Found.of(entries, header));
      }
    }

    /** The header of this session, and not of one that has taken its id. */
    private Optional<SessionHeader> header() {
      return store
          .alive(view, session)
          .map(Known::header)
          .filter(header -> incarnation.isEmpty() || incarnation.equals(header.incarnation()));
    }

    private Scan from(long sequence, Scan scan) {
      KeyRange kept = new KeyRange(range(session, sequence).from(), scan.range().to());
      Scan shorter = Scan.over(kept).limit(scan.limit());
      return scan.isReverse() ? shorter.reversed() : shorter;
    }

    /** What follows, without what stands behind the session's end. */
    private Optional<Scan> rest(Scan scan, Found found) {
      SessionHeader header = found.header;
      boolean beyond = found.seen.stream().anyMatch(message -> isBeyond(message, header));
      if (beyond && !scan.isReverse()) {
        return Optional.empty();
      }
      if (beyond && page.isEmpty()) {
        long end = new Rebuild(store).current(view, session, header).span().next();
        if (end < found.seen.get(found.seen.size() - 1).sequence()) {
          return Optional.of(scan.after(store.keys().message(session, end)));
        }
      }
      return found.next.map(scan::after);
    }
  }

  /** The entries of a page, where it goes on, and the header that they are judged by. */
  private record Found(List<StoredMessage> seen, Optional<Key> next, SessionHeader header) {
    static Found of(Page entries, SessionHeader header) {
      return new Found(
          entries.entries().stream().map(StoredMessage::of).toList(), entries.next(), header);
    }

    /** Whether nothing shows that the session was deleted or begun again meanwhile. */
    boolean isUndisturbed() {
      long last = -1;
      for (StoredMessage message : seen) {
        if (isBeyond(message, header)) {
          return false;
        }
        if (belongs(message, header)) {
          if (last >= 0 && Math.abs(message.sequence() - last) != 1) {
            return false;
          }
          last = message.sequence();
        }
      }
      return true;
    }

    /**
     * Whether it has places from which messages have been dropped, which may have happened while
     * they were read, and others have perhaps come before that, which it lacks.
     */
    boolean isDroppedBehind(long known) {
      long first = header.span().first();
      return first > known && seen.stream().anyMatch(message -> message.sequence() < first);
    }

    /** Whether the session took these places while they were read, and some of them later. */
    boolean isTorn() {
      long last =
          seen.stream()
              .filter(message -> belongs(message, header))
              .mapToLong(StoredMessage::sequence)
              .max()
              .orElse(-1);
      return seen.stream().anyMatch(other -> isBeyond(other, header) && other.sequence() < last);
    }
  }
}

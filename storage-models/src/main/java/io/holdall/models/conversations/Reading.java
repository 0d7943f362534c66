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
import java.util.ArrayList;
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

    private Optional<Scan> read(Scan scan) {
      for (int attempt = 1; ; attempt++) {
        List<StoredMessage> seen = new ArrayList<>();
        Page entries = view.scan(scan);
        entries.entries().forEach(entry -> seen.add(StoredMessage.of(entry)));
        Optional<SessionHeader> header =
            seen.isEmpty()
                ? Optional.empty()
                : store.alive(view, session).map(Known::header).filter(this::isSame);
        if (header.isEmpty()) {
          return Optional.empty();
        }
        if (attempt == MOST_ATTEMPTS || !isTorn(seen, header.get())) {
          seen.stream()
              .filter(message -> belongs(message, header.get()))
              .forEach(message -> page.add(message.message()));
          return rest(scan, entries, seen, header.get());
        }
      }
    }

    /** Whether the session took these places while they were read, and some of them later. */
    private boolean isTorn(List<StoredMessage> seen, SessionHeader header) {
      long last =
          seen.stream()
              .filter(message -> belongs(message, header))
              .mapToLong(StoredMessage::sequence)
              .max()
              .orElse(-1);
      return seen.stream().anyMatch(other -> isBeyond(other, header) && other.sequence() < last);
    }

    /** What follows, without what stands behind the session's end. */
    private Optional<Scan> rest(
        Scan scan, Page entries, List<StoredMessage> seen, SessionHeader header) {
      boolean beyond = seen.stream().anyMatch(message -> isBeyond(message, header));
      if (beyond && !scan.isReverse()) {
        return Optional.empty();
      }
      if (beyond && page.isEmpty()) {
        long end = new Rebuild(store).current(view, session, header).span().next();
        if (end < seen.get(seen.size() - 1).sequence()) {
          return Optional.of(scan.after(store.keys().message(session, end)));
        }
      }
      return entries.next().map(scan::after);
    }

    private boolean isSame(SessionHeader header) {
      boolean same = incarnation.isEmpty() || incarnation.equals(header.incarnation());
      incarnation = header.incarnation();
      return same;
    }
  }
}

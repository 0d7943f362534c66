package io.holdall.models.conversations;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lists sessions by the time of their latest message, those of one time by id. With lists in the
 * store a page costs as much as it shows; without, every header is read for every page.
 */
final class Listing {
  private static final int HEADERS_AT_ONCE = 500;

  private final ConversationStore store;
  private final StorageView view;
  private final Layout layout;

  Listing(ConversationStore store, StorageView view, Layout layout) {
    this.store = store;
    this.view = view;
    this.layout = layout;
  }

  SessionPage page(SessionQuery query) {
    return layout.hasLists(view) ? fromList(query) : fromHeaders(query);
  }

  /** One session, or empty if it is not there. */
  Optional<Session> one(String id) {
    List<Optional<Entry>> entries =
        view.get(List.of(store.keys().header(id), store.keys().details(id), store.keys().layout()));
    boolean current = layout.saysThatHeadersAreCurrent(entries.get(2));
    return entries.get(0).flatMap(header -> session(header, entries.get(1), current));
  }

  /** Every session that is there, without its details, in the order of the ids. */
  Stream<Session> headers() {
    return headers(layout.hasLists(view));
  }

  private Stream<Session> headers(boolean current) {
    return view.stream(Scan.under(store.keys().headers()).limit(HEADERS_AT_ONCE))
        .flatMap(header -> session(header, Optional.empty(), current).stream());
  }

  /**
   * @param current whether the header is never behind the messages
   */
  private Optional<Session> session(Entry entry, Optional<Entry> details, boolean current) {
    String id = entry.key().name();
    SessionHeader header = SessionHeader.of(entry);
    if (header.deleting()) {
      return Optional.empty();
    }
    SessionHeader latest = current ? header : new Rebuild(store).current(view, id, header);
    return Optional.of(latest.session(id, ConversationStore.details(details)));
  }

  private SessionPage fromList(SessionQuery query) {
    Key list = query.owner().map(store.keys()::owned).orElse(store.keys().recent());
    Scan scan = Scan.under(list).keysOnly().limit(query.limit());
    scan = query.isOldestFirst() ? scan : scan.reversed();
    if (query.after().isPresent()) {
      Place after = Place.parse(query.after().get());
      scan = scan.after(list.child(Times.segment(after.time)).child(after.id));
    }
    while (true) {
      Page places = view.scan(scan);
      List<Session> sessions =
          read(places.entries().stream().map(place -> place.key().name()).toList(), true);
      Optional<Key> next = places.next();
      if (!sessions.isEmpty() || next.isEmpty()) {
        return new SessionPage(sessions, next.map(key -> Place.of(key).text()));
      }
      scan = scan.after(next.get()); // all of the page were deleted meanwhile
    }
  }

  /** Reads all sessions of a page at once, leaving out those deleted meanwhile. */
  private List<Session> read(List<String> ids, boolean current) {
    List<Key> keys = new ArrayList<>();
    ids.forEach(id -> keys.addAll(List.of(store.keys().header(id), store.keys().details(id))));
    List<Optional<Entry>> entries = view.get(keys);
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < entries.size(); i += 2) {
      Optional<Entry> details = entries.get(i + 1);
      entries.get(i).flatMap(header -> session(header, details, current)).ifPresent(sessions::add);
    }
    return sessions;
  }

  private SessionPage fromHeaders(SessionQuery query) {
    Comparator<Place> oldestFirst = Comparator.comparing(Place::time).thenComparing(Place::key);
    Comparator<Place> order = query.isOldestFirst() ? oldestFirst : oldestFirst.reversed();
    Optional<Place> after = query.after().map(Place::parse);
    List<Session> found =
        headers(false)
            .filter(session -> query.owner().isEmpty() || session.owner().equals(query.owner()))
            .filter(session -> after.isEmpty() || order.compare(Place.of(session), after.get()) > 0)
            .sorted(Comparator.comparing(Place::of, order))
            .limit(query.limit() + 1L)
            .toList();
    if (found.size() <= query.limit()) {
      return new SessionPage(
          read(found.stream().map(Session::id).toList(), false), Optional.empty());
    }
    Session last = found.get(query.limit() - 1);
    return new SessionPage(
        read(found.stream().limit(query.limit()).map(Session::id).toList(), false),
        Optional.of(Place.of(last).text()));
  }

  /** A place in a list, and as a text what a list is continued with. */
  private record Place(Instant time, String id) {
    static Place of(Key listed) {
      return new Place(Times.parseSegment(listed.parent().orElseThrow().name()), listed.name());
    }

    static Place of(Session session) {
      return new Place(session.updated(), session.id());
    }

    /** By which sessions of one time are ordered, as in a list. */
    Key key() {
      return Key.of(id);
    }

    String text() {
      return Key.of(Times.segment(time), id).encoded();
    }

    static Place parse(String text) {
      Key key = Key.parse(text);
      if (key.segments().size() != 2) {
        throw new InvalidArgument("This is not what a page of sessions gave to continue with");
      }
      return of(key);
    }
  }
}

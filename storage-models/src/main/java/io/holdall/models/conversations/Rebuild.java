package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Description;
import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageView;
import io.holdall.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings headers in line with the messages, which are the truth: on stores where each message is a
 * commit of its own the header follows at a distance, and anywhere it may be lost to damage.
 */
final class Rebuild {
  private final ConversationStore store;
  private final Storage storage;

  Rebuild(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
  }

  /** The header, extended by the messages that were appended since it was written. */
  SessionHeader current(StorageView view, String session, SessionHeader header) {
    return header.with(new Count(view, session, header.incarnation()).from(header.span()));
  }

  /**
   * Writes the header anew if there are messages beyond its end, or if it is missing and there are
   * messages from 0 on.
   *
   * @return whether there is such a session
   */
  boolean catchUp(String session) {
    return rewrite(session, false);
  }

  /**
   * Counts all messages again, adopts those without a header, and puts the session into the lists.
   *
   * @return whether there is such a session
   */
  boolean recount(String session) {
    return rewrite(session, true);
  }

  private boolean rewrite(String session, boolean whole) {
    Contention contention = new Contention();
    while (true) {
      Known known = store.known(storage, session).orElse(null);
      if (known != null && known.header().deleting()) {
        new Deletion(store).finish(session, known);
        return false;
      }
      SessionHeader start = known != null ? known.header() : adopted(session, whole);
      if (start == null) {
        return false;
      }
      try {
        rewrite(session, known, start, whole);
        return true;
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e);
      }
    }
  }

  private void rewrite(String session, @Nullable Known known, SessionHeader start, boolean whole) {
    Count count = new Count(storage, session, start.incarnation());
    Span span = count.from(whole ? start.span().restarted(start.created()) : start.span());
    if (known != null) {
      span = span.atLeast(known.header().span().next());
    }
    if (known == null || whole || !span.equals(start.span())) {
      commit(session, known, start.with(span));
    }
    count.strangers.forEach(entry -> discardIfDead(session, entry));
  }

  private void commit(String session, @Nullable Known known, SessionHeader after) {
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(
        store.keys().header(session),
        after.toValue(),
        known == null ? Condition.absent() : Condition.version(known.version()));
    Set<Key> places = store.listed(session, after);
    places.forEach(place -> batch.put(place, ConversationStore.LISTED));
    for (Key old : store.listed(session, known == null ? null : known.header())) {
      if (!places.contains(old)) {
        batch.delete(old);
      }
    }
    storage.commit(batch.build());
  }

  /** A header for messages that have none; null if there are none, or none that count. */
  private @Nullable SessionHeader adopted(String session, boolean whole) {
    List<Entry> lowest =
        storage.scan(Scan.under(store.keys().messages(session)).limit(1)).entries();
    if (lowest.isEmpty()) {
      return null;
    }
    StoredMessage message = StoredMessage.of(lowest.get(0));
    if (message.sequence() > 0 && !whole) {
      return null; // left behind by somebody who appended while the session was deleted
    }
    SessionHeader header =
        SessionHeader.create(
            message.incarnation(), message.time(), Description.of(SessionInfo.none(), false));
    return header.with(header.span().startingAt(message.sequence()));
  }

  /** Removes a message of an earlier session of the same id. */
  void discardIfDead(String session, Entry entry) {
    // The header is read after the message was: if it names another incarnation, the message's has
    // ended, for none ever comes back.
    String incarnation = StoredMessage.of(entry).incarnation();
    store
        .known(storage, session)
        .filter(now -> !now.header().incarnation().equals(incarnation))
        .ifPresent(now -> Deletion.discard(storage, entry));
  }

  /** Reads the messages from some place on and counts those that belong to the session. */
  private final class Count {
    private final StorageView view;
    private final String session;
    private final String incarnation;
    private final List<Entry> strangers = new ArrayList<>();

    Count(StorageView view, String session, String incarnation) {
      this.view = view;
      this.session = session;
      this.incarnation = incarnation;
    }

    Span from(Span start) {
      Key messages = store.keys().messages(session);
      KeyRange beyond =
          new KeyRange(messages.child(start.next()).encoded(), KeyRange.under(messages).to());
      Span span = start;
      for (Entry entry : (Iterable<Entry>) view.stream(Scan.over(beyond))::iterator) {
        StoredMessage message = StoredMessage.of(entry);
        if (message.incarnation().equals(incarnation)) {
          span = span.upTo(message.sequence(), message.time());
        } else {
          strangers.add(entry);
        }
      }
      return span;
    }
  }
}

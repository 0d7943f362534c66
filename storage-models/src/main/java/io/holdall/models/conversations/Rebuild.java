package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Description;
import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageView;
import io.holdall.storage.WriteBatch;
import java.util.Optional;
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
    return header.with(Tail.of(store, view, session, header).span());
  }

  /**
   * Where the session ends and what stands beyond; empty if it is not there any more, so that it
   * cannot be told which entries are of ended sessions.
   */
  Optional<Tail> end(String session, SessionHeader header) {
    Tail tail = Tail.of(store, storage, session, header);
    boolean certain = tail.strangers().isEmpty() || isStill(session, header.incarnation());
    return certain ? Optional.of(tail) : Optional.empty();
  }

  private boolean isStill(String session, String incarnation) {
    return store
        .alive(storage, session)
        .filter(now -> now.header().incarnation().equals(incarnation))
        .isPresent();
  }

  /**
   * Writes the header anew if there are messages beyond its end, or if it is missing and there are
   * messages from 0 on. Completes the deletion of a session that is sealed.
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
        if (rewrite(session, known, start, whole)) {
          return true;
        }
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e);
      }
    }
  }

  /** False if the session was sealed and is now marked as being deleted. */
  private boolean rewrite(
      String session, @Nullable Known known, SessionHeader start, boolean whole) {
    SessionHeader from = whole ? start.with(start.span().restarted(start.created())) : start;
    Tail tail = Tail.whole(store, storage, session, from);
    if (tail.sealed()) {
      commit(session, known, start.with(tail.span()).toBeDeleted());
      return false;
    }
    Span span = tail.span();
    if (known != null) {
      span = span.atLeast(known.header().span().next());
    }
    if (known == null || whole || !span.equals(start.span())) {
      commit(session, known, start.with(span));
    }
    tail.strangers().forEach(entry -> discardIfDead(session, entry));
    return true;
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
    StoredMessage message = null;
    Scan lowest = Scan.under(store.keys().messages(session)).limit(1);
    for (Entry entry : (Iterable<Entry>) storage.stream(lowest)::iterator) {
      if (!StoredMessage.isTombstone(entry.value())) {
        message = StoredMessage.of(entry);
        break;
      }
      if (store.commitsTogether()) {
        Deletion.discard(storage, entry); // it came with a copy, and means nothing here
      } else if (!whole) {
        break;
      }
    }
    if (message == null || (message.sequence() > 0 && !whole)) {
      return null; // left behind by somebody who appended while the session was deleted
    }
    SessionHeader header =
        SessionHeader.create(
            message.incarnation(), message.time(), Description.of(SessionInfo.none(), false));
    return header.with(header.span().startingAt(message.sequence()));
  }

  /** Removes a message of an earlier session of the same id; tombstones only where none are. */
  private void discardIfDead(String session, Entry entry) {
    if (StoredMessage.isTombstone(entry.value()) && !store.commitsTogether()) {
      return;
    }
    // The header is read after the message was: if it names another incarnation, the message's has
    // ended, for none ever comes back.
    String incarnation = StoredMessage.of(entry).incarnation();
    store
        .known(storage, session)
        .filter(now -> !now.header().incarnation().equals(incarnation))
        .ifPresent(now -> Deletion.discard(storage, entry));
  }
}

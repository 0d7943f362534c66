package io.holdall.models.conversations;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Version;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Deletes sessions on stores that change one entry at a time, in three steps: a {@linkplain
 * Tombstones tombstone} at the end seals the session, so that nobody can append to it; a mark in
 * the header makes it gone for every reader; then tombstones take the places of its messages, and
 * the header goes. From the first step on it is decided: whoever wants to write to the session and
 * finds it sealed or marked completes what somebody else has begun.
 */
final class EntryDeletion {
  private final ConversationStore store;
  private final Storage storage;
  private final Rebuild rebuild;
  private final Tombstones tombstones;

  EntryDeletion(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    this.rebuild = new Rebuild(store);
    this.tombstones = new Tombstones(store);
  }

  /** See {@link Deletion#delete}. */
  boolean delete(String session, Predicate<SessionHeader> condition) {
    return new Attempts(session, condition).run();
  }

  /** One call's way to a session that is deleted. */
  private final class Attempts {
    private final String session;
    private final Predicate<SessionHeader> condition;
    private final Contention contention = new Contention();

    /** The incarnation that this call has sealed, or may have. */
    private String begun = "";

    Attempts(String session, Predicate<SessionHeader> condition) {
      this.session = session;
      this.condition = condition;
    }

    boolean run() {
      try {
        while (true) {
          Optional<Boolean> result = attempt();
          if (result.isPresent()) {
            return result.get();
          }
        }
      } catch (StorageException e) {
        if (begun.isEmpty() || e instanceof OutcomeUnknown) {
          throw e;
        }
        throw new OutcomeUnknown(
            "The deletion was begun; whoever writes to the session next completes it", e);
      }
    }

    private Optional<Boolean> attempt() {
      Optional<Known> known = store.known(storage, session);
      if (known.isEmpty() || !isOfThisCall(known.get().header())) {
        return Optional.of(!begun.isEmpty());
      }
      if (known.get().header().deleting()) {
        finish(session, known.get());
        return Optional.of(true);
      }
      Optional<Tail> tail = rebuild.end(session, known.get().header());
      if (tail.isEmpty()) {
        return Optional.empty(); // it has just ended, or begun anew
      }
      SessionHeader current = known.get().header().with(tail.get().span());
      if (!tail.get().sealed() && !condition.test(current)) {
        return Optional.of(false);
      }
      try {
        if (!tail.get().sealed()) {
          tombstones.seal(session, current, tail.get());
          begun = current.incarnation();
        }
        finish(session, mark(session, current, known.get().version()));
        return Optional.of(true);
      } catch (OutcomeUnknown e) {
        begun = current.incarnation();
        contention.lost(e);
      } catch (Conflict e) {
        contention.lost(e); // somebody has just appended, or deletes it, too
      }
      return Optional.empty();
    }

    private boolean isOfThisCall(SessionHeader header) {
      return begun.isEmpty() || begun.equals(header.incarnation());
    }
  }

  private Known mark(String session, SessionHeader current, Version version) {
    SessionHeader marked = current.toBeDeleted();
    Key header = store.keys().header(session);
    return new Known(marked, storage.put(header, marked.toValue(), Condition.version(version)));
  }

  /** Removes what is left of a session that is marked. Several may do so at once. */
  void finish(String session, Known marked) {
    Contention contention = new Contention();
    while (true) {
      try {
        if (clear(session, marked)) {
          storage.delete(store.keys().header(session), Condition.version(marked.version()));
        }
        return;
      } catch (Conflict e) {
        return; // somebody else has finished, and a new session of this id is not ours to touch
      } catch (OutcomeUnknown e) {
        contention.lost(e); // what is left is read again
      }
    }
  }

  /** Buries every message; false if the session is not the marked one any more. */
  private boolean clear(String session, Known marked) {
    long noted = marked.header().span().next() + 1; // with the tombstone at the end
    tombstones.note(session, 0, noted);
    Optional<Scan> scan =
        Optional.of(Scan.under(store.keys().content(session)).limit(Tombstones.PAGE));
    while (scan.isPresent()) {
      Page page = storage.scan(scan.get());
      if (!isStill(session, marked)) {
        return false;
      }
      for (Entry entry : page.entries()) {
        OptionalLong place = tombstones.place(session, entry);
        if (place.isEmpty()) {
          Deletion.discard(storage, entry);
        } else if (!StoredMessage.isTombstone(entry.value())) {
          if (place.getAsLong() >= noted) {
            tombstones.note(session, noted, place.getAsLong() + 1);
            noted = place.getAsLong() + 1;
          }
          tombstones.bury(entry, marked.header().incarnation());
        }
      }
      Scan last = scan.get();
      scan = page.next().map(last::after);
    }
    return true;
  }

  /** Asked after entries were seen: if so, they are none of a session that began later. */
  private boolean isStill(String session, Known marked) {
    return store
        .known(storage, session)
        .filter(now -> now.version().equals(marked.version()))
        .isPresent();
  }
}

package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Places of messages that stay taken after their messages are gone, on stores that change one entry
 * at a time. Whoever remembers a place as the next one and appends there without reading meets the
 * tombstone, and reads. So no place is ever given free while somebody may {@linkplain Ground rely}
 * on what he remembers of it.
 *
 * <p>An entry of {@code conversations_deleted} says where tombstones stand; it is written before
 * them, so that none stays for ever.
 */
final class Tombstones {
  /** For how long they stay at least; by far longer than anybody relies on what he remembers. */
  static final Duration LIFE = Duration.ofDays(1);

  /** How many messages are read together; each may be as large as the store takes. */
  static final int PAGE = 64;

  /**
   * Where tombstones of a session stand.
   *
   * @param from the first place
   * @param to the place after the last
   */
  private record Places(String session, long from, long to) {
    Value value() {
      return Value.json(JsonObject.builder().put("from", from).put("to", to).build().text());
    }

    static Places of(Entry entry) {
      try {
        JsonObject json = JsonObject.parse(entry.value().text());
        return new Places(entry.key().segments().get(2), number(json, "from"), number(json, "to"));
      } catch (InvalidArgument e) {
        throw new Corrupt("The note of where tombstones stand cannot be read", e)
            .with("key", entry.key());
      }
    }

    private static long number(JsonObject json, String name) {
      return json.get(name).map(JsonNode::longValue).filter(n -> n >= 0).orElse(0L);
    }
  }

  private final ConversationStore store;
  private final Storage storage;

  Tombstones(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
  }

  /**
   * Puts a tombstone at the end of a session, so that nobody can append to it any more.
   *
   * @throws Conflict if somebody has just appended, or has sealed it
   */
  void seal(String session, SessionHeader current, Tail tail) {
    long end = current.span().next();
    Condition asSeen =
        Optional.ofNullable(tail.overgrown().get(end))
            .map(Condition::version)
            .orElse(Condition.absent());
    storage.put(store.keys().message(session, end), tombstone(current.incarnation()), asSeen);
  }

  /** Notes that there will be tombstones, so that they are removed when their time has come. */
  void note(String session, long from, long to) {
    Contention contention = new Contention();
    Key key = store.keys().deleted(store.now(), session, Nonces.next());
    while (true) {
      try {
        storage.put(key, new Places(session, from, to).value());
        return;
      } catch (OutcomeUnknown e) {
        contention.lost(e);
      }
    }
  }

  /** Like {@link #note} unless there will be none. */
  void noteIfAny(String session, long from, long to) {
    if (from < to) {
      note(session, from, to);
    }
  }

  /**
   * Replaces this very writing of a message, if it is still there.
   *
   * @return whether it was
   */
  boolean bury(Entry message, String incarnation) {
    try {
      storage.put(message.key(), tombstone(incarnation), Condition.version(message.version()));
      return true;
    } catch (Conflict e) {
      return false;
    }
  }

  private Value tombstone(String incarnation) {
    return StoredMessage.tombstone(store.now(), incarnation, Nonces.next());
  }

  /**
   * Removes the tombstones whose time has come, of so many notes at most.
   *
   * @return of how many it did
   */
  int sweep(int notes) {
    int swept = 0;
    Instant before = store.now().minus(LIFE);
    while (swept < notes) {
      Scan oldest = Scan.under(store.keys().deleted()).limit(1).keysOnly();
      List<Entry> found = storage.scan(oldest).entries();
      if (found.isEmpty() || !noted(found.get(0)).isBefore(before)) {
        return swept;
      }
      storage.get(found.get(0).key()).ifPresent(note -> sweep(note, before));
      swept++;
    }
    return swept;
  }

  private static Instant noted(Entry note) {
    return Times.parseSegment(note.key().segments().get(1));
  }

  private void sweep(Entry note, Instant before) {
    Places places = Places.of(note);
    if (sweep(places, before)) {
      note(places.session, places.from, places.to);
    }
    Deletion.discard(storage, note);
  }

  /** Removes old tombstones; returns whether there are others. */
  private boolean sweep(Places places, Instant before) {
    boolean others = false;
    Optional<Scan> scan = Optional.of(scan(places));
    while (scan.isPresent()) {
      Page page = storage.scan(scan.get());
      // Asked after the entries were seen: other incarnations' have ended, for none comes back.
      Optional<SessionHeader> now = store.known(storage, places.session).map(Known::header);
      for (Entry entry : page.entries()) {
        others |= !sweep(entry, now, before);
      }
      Scan last = scan.get();
      scan = page.next().map(last::after);
    }
    return others;
  }

  /** False if the place is to be looked at again another day. */
  private boolean sweep(Entry entry, Optional<SessionHeader> now, Instant before) {
    StoredMessage there;
    try {
      there = StoredMessage.of(entry);
    } catch (Corrupt e) {
      return true; // a damaged message is reported to who reads it
    }
    boolean own = now.filter(header -> there.isOf(header.incarnation())).isPresent();
    boolean dropped = own && there.sequence() < now.orElseThrow().span().first();
    if (there.tombstone() && !(own && !dropped)) {
      return there.time().isBefore(before) && Deletion.discard(storage, entry);
    }
    if (!there.tombstone() && dropped) {
      bury(entry, there.incarnation()); // somebody was killed while he dropped old messages
    }
    return !there.tombstone() && !dropped;
  }

  /** Removes all tombstones, from a store that needs none and to which they were copied. */
  void removeAll() {
    storage.stream(Scan.under(store.keys().deleted()))
        .forEach(
            note -> {
              storage.stream(scan(Places.of(note)))
                  .filter(entry -> StoredMessage.isTombstone(entry.value()))
                  .forEach(entry -> Deletion.discard(storage, entry));
              Deletion.discard(storage, note);
            });
  }

  private Scan scan(Places places) {
    Key messages = store.keys().messages(places.session);
    return Scan.between(messages.child(places.from), messages.child(places.to)).limit(PAGE);
  }

  /** The place of an entry under a session's messages; empty for one that is not a message. */
  OptionalLong place(String session, Entry entry) {
    boolean message = entry.key().parent().equals(Optional.of(store.keys().messages(session)));
    return message ? entry.key().number() : OptionalLong.empty();
  }
}

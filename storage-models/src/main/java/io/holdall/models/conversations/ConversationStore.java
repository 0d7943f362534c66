package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The store underneath, in terms of sessions: where their entries are and how they are read.
 *
 * @param storage the storage
 * @param keys where everything stands
 * @param clock what tells the time
 */
record ConversationStore(Storage storage, ConversationKeys keys, InstantSource clock) {
  /** The value of an entry in a list, which says everything by its key. */
  static final Value LISTED = Value.json("{}");

  /**
   * Whether one commit can change messages, header and lists together. Where it cannot, each
   * message is a commit of its own, the header follows, and there are no lists.
   */
  boolean commitsTogether() {
    return storage.capabilities().atomicity() == Atomicity.STORE;
  }

  Instant now() {
    return Times.now(clock);
  }

  /** The header, that of a session being deleted included. */
  Optional<Known> known(StorageView view, String session) {
    return view.get(keys.header(session)).map(ConversationStore::known);
  }

  /** The header of a session that is there. */
  Optional<Known> alive(StorageView view, String session) {
    return known(view, session).filter(known -> !known.header().deleting());
  }

  static Known known(Entry header) {
    return new Known(SessionHeader.of(header), header.version());
  }

  static JsonObject details(Optional<Entry> entry) {
    try {
      return entry.map(e -> JsonObject.parse(e.value().text())).orElse(JsonObject.empty());
    } catch (InvalidArgument e) {
      throw new Corrupt("The details of a session cannot be read", e)
          .with("key", entry.orElseThrow().key());
    }
  }

  /** Brings the lists from what one header says to what the next one says; null for no session. */
  void relist(
      WriteBatch.Builder batch,
      String session,
      @Nullable SessionHeader before,
      @Nullable SessionHeader after) {
    Set<Key> old = listed(session, before);
    Set<Key> now = listed(session, after);
    for (Key key : old) {
      if (!now.contains(key)) {
        batch.delete(key);
      }
    }
    for (Key key : now) {
      if (!old.contains(key)) {
        batch.put(key, LISTED, Condition.any());
      }
    }
  }

  /** The keys under which the session stands in lists. */
  Set<Key> listed(String session, @Nullable SessionHeader header) {
    Set<Key> listed = new LinkedHashSet<>();
    if (header != null && !header.deleting() && commitsTogether()) {
      listed.add(keys.recent(header.updated(), session));
      header.owner().ifPresent(owner -> listed.add(keys.owned(owner, header.updated(), session)));
    }
    return listed;
  }
}

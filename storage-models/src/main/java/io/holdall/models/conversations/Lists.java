package io.holdall.models.conversations;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.WriteBatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the lists of sessions anew from the headers, beside everything that goes on. */
final class Lists {
  private final ConversationStore store;
  private final Storage storage;

  Lists(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
  }

  /** Adds every place that is missing and removes every place that is wrong. */
  void make() {
    Rebuild rebuild = new Rebuild(store);
    storage.keys(Scan.under(store.keys().headers())).forEach(key -> rebuild.catchUp(key.name()));
    storage.keys(Scan.under(store.keys().headers())).forEach(key -> add(key.name()));
    for (Key list : List.of(store.keys().recent(), store.keys().owners())) {
      storage.stream(Scan.under(list).keysOnly()).forEach(this::removeIfWrong);
    }
  }

  private void add(String session) {
    Contention contention = new Contention();
    while (true) {
      Optional<Known> known = store.known(storage, session);
      Set<Key> places = store.listed(session, known.map(Known::header).orElse(null));
      if (places.isEmpty()) {
        return;
      }
      WriteBatch.Builder batch = WriteBatch.builder();
      batch.check(store.keys().header(session), Condition.version(known.orElseThrow().version()));
      places.forEach(place -> batch.put(place, ConversationStore.LISTED));
      try {
        storage.commit(batch.build());
        return;
      } catch (Conflict e) {
        contention.lost(e);
      }
    }
  }

  private void removeIfWrong(Entry place) {
    String session = place.key().name();
    SessionHeader header = store.known(storage, session).map(Known::header).orElse(null);
    if (!store.listed(session, header).contains(place.key())) {
      // Never again right: a session's time only grows, and a place written since has another
      // version.
      Deletion.discard(storage, place);
    }
  }
}

package io.holdall.models.conversations;

import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;

/** Goes through all sessions, those included that have messages but no header. */
final class Orphans {
  private final ConversationStore store;
  private final Storage storage;

  Orphans(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
  }

  /** Rebuilds every session; returns how many there are. */
  long rebuildAll() {
    Rebuild rebuild = new Rebuild(store);
    // First those without a header, found by leaping from one session's entries to the next.
    KeyRange rest = KeyRange.under(Key.of(store.keys().collection()));
    while (true) {
      Page first = storage.scan(Scan.over(rest).keysOnly().limit(1));
      if (first.entries().isEmpty()) {
        break;
      }
      String session = first.entries().get(0).key().segments().get(1);
      if (store.known(storage, session).isEmpty()) {
        rebuild.recount(session);
      }
      rest = new KeyRange(KeyRange.under(store.keys().content(session)).to(), rest.to());
    }
    return storage
        .keys(Scan.under(store.keys().headers()))
        .filter(header -> rebuild.recount(header.name()))
        .count();
  }
}

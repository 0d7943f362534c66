package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import java.util.List;
import java.util.Optional;

/**
 * Drops the oldest messages of a session: first the header says from where on the session is kept,
 * from which moment the older ones are gone for everybody, then they are removed.
 */
final class Trim {
  private final ConversationStore store;
  private final Storage storage;
  private final Deletion deletion;
  private final Rebuild rebuild;

  Trim(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    this.deletion = new Deletion(store);
    this.rebuild = new Rebuild(store);
  }

  /** Keeps the last so many messages; returns how many were removed. */
  long keepLast(String session, long count) {
    Contention contention = new Contention();
    long removed = 0;
    while (true) {
      Optional<Known> known = store.alive(storage, session);
      if (known.isEmpty()) {
        return removed;
      }
      SessionHeader header = rebuild.current(storage, session, known.get().header());
      long first = Math.max(header.span().first(), header.span().next() - count);
      try {
        if (first > header.span().first()) {
          begin(session, known.get(), header, first);
        }
        for (int portion = -1; portion != 0; removed += portion) {
          portion = removeBefore(session, header.incarnation(), first);
        }
        return removed;
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e); // what is there is read again
      }
    }
  }

  private void begin(String session, Known known, SessionHeader header, long first) {
    Span span = header.span();
    long gone = first - span.first();
    long missing = span.missing();
    if (missing > 0) {
      missing -= gone - storage.count(between(session, span.first(), first));
    }
    Span left = new Span(first, span.next(), missing, span.updated(), span.ordered());
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(
        store.keys().header(session),
        header.with(left).toValue(),
        Condition.version(known.version()));
    store.relist(batch, session, known.header(), header);
    storage.commit(batch.build());
  }

  /** Removes what precedes the first message kept, which the header says already. */
  void removeAllBefore(String session, String incarnation, long first) {
    Contention contention = new Contention();
    while (true) {
      try {
        if (removeBefore(session, incarnation, first) == 0) {
          return;
        }
      } catch (Conflict | OutcomeUnknown e) {
        contention.lost(e); // what is left is read again
      }
    }
  }

  /** Removes a portion of what precedes, also of what a trim that was killed has left. */
  private int removeBefore(String session, String incarnation, long first) {
    List<Entry> entries =
        storage.scan(between(session, 0, first).limit(deletion.portion())).entries();
    if (entries.isEmpty() || !isStill(session, incarnation)) {
      return 0;
    }
    if (store.commitsTogether()) {
      WriteBatch.Builder batch = WriteBatch.builder();
      entries.forEach(entry -> batch.delete(entry.key(), Condition.version(entry.version())));
      storage.commit(batch.build());
    } else {
      entries.forEach(entry -> Deletion.discard(storage, entry));
    }
    return entries.size();
  }

  /**
   * Asked after entries were seen: if so, they are none of a session that began later, and these
   * very writings of them can go.
   */
  private boolean isStill(String session, String incarnation) {
    return store
        .alive(storage, session)
        .filter(now -> now.header().incarnation().equals(incarnation))
        .isPresent();
  }

  private Scan between(String session, long from, long to) {
    Key messages = store.keys().messages(session);
    return Scan.between(messages.child(from), messages.child(to)).keysOnly();
  }
}

package io.holdall.models.conversations;

import io.holdall.models.conversations.SessionHeader.Span;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import java.util.List;
import java.util.Optional;

/**
 * Drops the oldest messages of a session: first the header says from where on the session is kept,
 * from which moment the older ones are gone for everybody, then they are removed. Where a commit is
 * one entry, {@link Tombstones} take their places.
 */
final class Trim {
  private final ConversationStore store;
  private final Storage storage;
  private final Deletion deletion;
  private final Rebuild rebuild;
  private final Tombstones tombstones;

  Trim(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    this.deletion = new Deletion(store);
    this.rebuild = new Rebuild(store);
    this.tombstones = new Tombstones(store);
  }

  /** Keeps the last so many messages; returns how many were removed. */
  long keepLast(String session, long count) {
    Contention contention = new Contention();
    long removed = 0;
    long from = Long.MAX_VALUE; // that of an attempt of which the answer was lost
    while (true) {
      Optional<Known> known = store.alive(storage, session);
      if (known.isEmpty()) {
        return removed;
      }
      SessionHeader header = rebuild.current(storage, session, known.get().header());
      long first = Math.max(header.span().first(), header.span().next() - count);
      try {
        if (!store.commitsTogether()) {
          from = Math.min(from, header.span().first());
          tombstones.noteIfAny(session, from, first);
        }
        if (first > header.span().first()) {
          begin(session, known.get(), header, first);
        }
        if (!store.commitsTogether()) {
          return buryBetween(session, header.incarnation(), from, first);
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
      missing -= gone - storage.count(between(session, span.first(), first).keysOnly());
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

  /**
   * Removes what precedes the first message kept, which the header says already, and where it needs
   * that a {@linkplain Tombstones#note note}.
   */
  void removeAllBefore(String session, String incarnation, long first) {
    Contention contention = new Contention();
    while (true) {
      try {
        if (!store.commitsTogether()) {
          buryBetween(session, incarnation, 0, first);
          return;
        }
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
        storage.scan(between(session, 0, first).keysOnly().limit(deletion.portion())).entries();
    if (entries.isEmpty() || !isStill(session, incarnation)) {
      return 0;
    }
    WriteBatch.Builder batch = WriteBatch.builder();
    entries.forEach(entry -> batch.delete(entry.key(), Condition.version(entry.version())));
    storage.commit(batch.build());
    return entries.size();
  }

  /** How many it buries. What somebody has left who was killed is buried when it is swept. */
  private long buryBetween(String session, String incarnation, long from, long to) {
    long buried = 0;
    Optional<Scan> scan = Optional.of(between(session, from, to).limit(Tombstones.PAGE));
    while (scan.isPresent()) {
      Page page = storage.scan(scan.get());
      if (page.entries().isEmpty() || !isStill(session, incarnation)) {
        break;
      }
      buried +=
          page.entries().stream()
              .filter(entry -> !StoredMessage.isTombstone(entry.value()))
              .filter(entry -> tombstones.bury(entry, incarnation))
              .count();
      Scan last = scan.get();
      scan = page.next().map(last::after);
    }
    return buried;
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
    return Scan.between(messages.child(from), messages.child(to));
  }
}

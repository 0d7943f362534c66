package io.holdall.models.conversations;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deletes sessions: a small one in one commit, a large one by marking its header, from which moment
 * it is gone for everybody, and then removing it in portions. Whoever finds the mark of somebody
 * who was killed can finish the work. Where a commit is one entry, {@link EntryDeletion} does it.
 */
final class Deletion {
  private static final int MAX_PORTION = 1_000;

  /** What a commit has beside messages: header, places in two lists. */
  private static final int OTHER_OPERATIONS = 4;

  private final ConversationStore store;
  private final Storage storage;
  private final int portion;

  Deletion(ConversationStore store) {
    this.store = store;
    this.storage = store.storage();
    Capabilities capabilities = storage.capabilities();
    long byBytes = capabilities.maxBatchBytes() / Key.MAX_ENCODED_BYTES;
    long byCount = capabilities.maxBatchOperations();
    this.portion =
        (int) Math.max(1, Math.min(MAX_PORTION, Math.min(byBytes, byCount) - OTHER_OPERATIONS));
  }

  /** How many entries a commit removes at most. */
  int portion() {
    return portion;
  }

  /**
   * Deletes the session if its header is as asked for at that very moment.
   *
   * @return whether this call deleted anything
   */
  boolean delete(String session, Predicate<SessionHeader> condition) {
    if (!store.commitsTogether()) {
      return new EntryDeletion(store).delete(session, condition);
    }
    Contention contention = new Contention();
    String begun = "";
    while (true) {
      Optional<Known> known = store.known(storage, session);
      if (known.isEmpty()
          || (!begun.isEmpty() && !known.get().header().incarnation().equals(begun))) {
        return !begun.isEmpty();
      }
      if (known.get().header().deleting()) {
        finish(session, known.get());
        return true;
      }
      if (!condition.test(known.get().header())) {
        return false;
      }
      try {
        if (deleteAtOnce(session, known.get())) {
          return true;
        }
        finish(session, mark(session, known.get()));
        return true;
      } catch (OutcomeUnknown e) {
        begun = known.get().header().incarnation();
        contention.lost(e);
      } catch (Conflict e) {
        contention.lost(e); // somebody has just appended
      }
    }
  }

  /** Deletes everything in one commit, if it is not too much. */
  private boolean deleteAtOnce(String session, Known known) {
    List<Key> content =
        storage
            .keys(Scan.under(store.keys().content(session)).limit(portion))
            .limit(portion + 1L)
            .toList();
    if (content.size() > portion) {
      return false;
    }
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.delete(store.keys().header(session), Condition.version(known.version()));
    content.forEach(batch::delete);
    store.relist(batch, session, known.header(), null);
    storage.commit(batch.build());
    return true;
  }

  private Known mark(String session, Known known) {
    SessionHeader marked = known.header().toBeDeleted();
    Key header = store.keys().header(session);
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(header, marked.toValue(), Condition.version(known.version()));
    store.relist(batch, session, known.header(), marked);
    return new Known(marked, storage.commit(batch.build()).version(header));
  }

  /**
   * Removes what is left of a session that is marked. Several may do so at once, and nobody can
   * append meanwhile.
   */
  void finish(String session, Known marked) {
    if (!store.commitsTogether()) {
      new EntryDeletion(store).finish(session, marked);
      return;
    }
    Contention contention = new Contention();
    while (true) {
      try {
        removeAll(session, marked);
        return;
      } catch (Conflict e) {
        return; // somebody else has finished, and a new session of this id is not ours to touch
      } catch (OutcomeUnknown e) {
        contention.lost(e); // what is left is read again
      }
    }
  }

  private void removeAll(String session, Known marked) {
    Key header = store.keys().header(session);
    Scan rest = Scan.under(store.keys().content(session)).keysOnly().limit(portion);
    for (List<Entry> left = storage.scan(rest).entries();
        !left.isEmpty();
        left = storage.scan(rest).entries()) {
      WriteBatch.Builder batch = WriteBatch.builder();
      batch.check(header, Condition.version(marked.version()));
      left.forEach(entry -> batch.delete(entry.key()));
      storage.commit(batch.build());
    }
    storage.delete(header, Condition.version(marked.version()));
  }

  /** Deletes this very writing of an entry, if it is still there. */
  static boolean discard(Storage storage, Entry entry) {
    try {
      storage.delete(entry.key(), Condition.version(entry.version()));
      return true;
    } catch (Conflict e) {
      return false; // it is gone already, or has become another's
    }
  }
}

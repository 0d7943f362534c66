package io.holdall.models.conversations;

import io.holdall.models.json.JsonObject;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.StorageException.InvalidArgument;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The entry that says by which version of the layout the store was written, and whether the lists
 * of sessions are kept. Stores that change one entry at a time have none: after copying from such a
 * store to another the lists have to be made, and in the other direction they are out of date.
 */
final class Layout {
  private static final int VERSION = 1;

  private final ConversationStore store;
  private final Sharing sharing;

  Layout(ConversationStore store, Sharing sharing) {
    this.store = store;
    this.sharing = sharing;
  }

  /**
   * Before writing: makes sure that what is there fits what will be written.
   *
   * @throws Unsupported if a later version of this library has written the store
   */
  void settle() {
    if (sharing.isLayoutSettled()) {
      return;
    }
    boolean lists = store.commitsTogether();
    Optional<Entry> mark = store.storage().get(store.keys().layout());
    if (mark.isEmpty() || keepsLists(mark.get()) != lists) {
      if (lists && hasSessions(store.storage())) {
        new Lists(store).make();
      }
      if (lists) {
        new Tombstones(store).removeAll();
      }
      mark(mark, lists);
    }
    sharing.layoutIsSettled();
  }

  /** Before listing: whether there are lists that tell the truth. */
  boolean hasLists(StorageView view) {
    if (!store.commitsTogether()) {
      return false;
    }
    if (sharing.isLayoutSettled()) {
      return true;
    }
    boolean kept = view.get(store.keys().layout()).filter(Layout::keepsLists).isPresent();
    if (kept || !hasSessions(view)) {
      return true;
    }
    if (store.storage().capabilities().readOnly() || view != store.storage()) {
      return false;
    }
    settle();
    return true;
  }

  /**
   * Whether headers are never behind the messages; they may be where each message is a commit of
   * its own, and in what was copied from there.
   *
   * @param mark the entry that says by which layout the store was written
   */
  boolean saysThatHeadersAreCurrent(Optional<Entry> mark) {
    return store.commitsTogether()
        && (sharing.isLayoutSettled() || mark.filter(Layout::keepsLists).isPresent());
  }

  private boolean hasSessions(StorageView view) {
    return !view.scan(Scan.under(store.keys().headers()).keysOnly().limit(1)).entries().isEmpty();
  }

  private void mark(Optional<Entry> before, boolean lists) {
    JsonObject mark = JsonObject.builder().put("version", VERSION).put("lists", lists).build();
    try {
      store
          .storage()
          .put(
              store.keys().layout(),
              Value.json(mark.text()),
              before.map(entry -> Condition.version(entry.version())).orElse(Condition.absent()));
    } catch (Conflict e) {
      return; // somebody else has just done the same
    }
  }

  private static boolean keepsLists(Entry mark) {
    try {
      JsonObject json = JsonObject.parse(mark.value().text());
      int version = json.get("version").map(JsonNode::intValue).orElse(0);
      if (version != VERSION) {
        throw new Unsupported(
                "The conversations in this store were written by another version of the library")
            .with("version", version)
            .with("known", VERSION);
      }
      return json.raw("lists").filter("true"::equals).isPresent();
    } catch (InvalidArgument e) {
      throw new Corrupt("The mark of the layout cannot be read", e).with("key", mark.key());
    }
  }
}

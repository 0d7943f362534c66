package io.holdall.models.conversations;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.spi.Capabilities.Atomicity;
import java.util.List;

/** What is left in a store of sessions that are deleted. */
final class Leftovers {
  private Leftovers() {}

  /** All entries of a session, without the tombstones that stay where a commit is one entry. */
  static List<Key> of(Storage storage, String session) {
    boolean entries = storage.capabilities().atomicity() == Atomicity.ENTRY;
    return storage.stream(Scan.all())
        .filter(entry -> entry.key().segments().contains(session))
        .filter(entry -> !(entries && isTombstone(entry)))
        .map(Entry::key)
        .toList();
  }

  /** Everything that has to do with tombstones. */
  static List<Key> tombstones(Storage storage) {
    return storage.stream(Scan.all()).filter(Leftovers::isTombstone).map(Entry::key).toList();
  }

  private static boolean isTombstone(Entry entry) {
    return StoredMessage.isTombstone(entry.value())
        || entry.key().segments().get(0).equals("conversations_deleted");
  }
}

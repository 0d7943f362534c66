package io.holdall.storage.testkit;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.disk.SmallDisk;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A disk without room: nothing acknowledged is lost, nothing refused is there, and it goes on. */
interface FullDiskContract {
  /** More than any store takes at first; only what is written takes memory. */
  long ROOMY_BYTES = 1L << 30;

  /** What is left then, beside what the store has allocated already. */
  long LEFT_BYTES = 256 << 10;

  int VALUE_BYTES = 16 << 10;
  int KEYS = 8;

  /** Enough for a store that allocates 100 MB ahead. */
  int MOST_COMMITS = 8_000;

  @Test
  @Case(50)
  default void aFullDiskRefusesCommitsUntilThereIsRoom(StoreUnderTest store) {
    store.needDisk();
    store.close();
    try (SmallDisk disk = store.disk(ROOMY_BYTES)) {
      StoreUnderTest small = store.on(disk);
      try {
        Map<Key, Value> acknowledged = new TreeMap<>();
        for (int number = 0; number < KEYS; number++) {
          put(small.storage(), number, acknowledged);
        }
        disk.leaveRoomFor(LEFT_BYTES);
        writeUntilRefused(small.storage(), acknowledged);
        Contents.assertHolds(small.storage(), acknowledged);

        disk.resize(ROOMY_BYTES);
        for (int number = MOST_COMMITS; number < MOST_COMMITS + 3 * KEYS; number++) {
          put(small.storage(), number, acknowledged);
        }
        Contents.assertHolds(small.storage(), acknowledged);
        Contents.assertHolds(small.reopen(), acknowledged);
      } finally {
        small.closeAll();
      }
    }
  }

  /** The same few keys again and again: nothing but the room on the disk is used up. */
  private static void writeUntilRefused(Storage storage, Map<Key, Value> acknowledged) {
    for (int number = KEYS; number < MOST_COMMITS; number++) {
      try {
        put(storage, number, acknowledged);
      } catch (LimitExceeded full) {
        return;
      }
    }
    throw new AssertionError("The disk was never full, by %d commits".formatted(MOST_COMMITS));
  }

  private static void put(Storage storage, int number, Map<Key, Value> acknowledged) {
    byte[] bytes = new byte[VALUE_BYTES];
    new Random(number).nextBytes(bytes); // which nobody compresses
    Key key = Key.of("k").child(number % KEYS);
    storage.put(key, Value.binary(bytes));
    acknowledged.put(key, Value.binary(bytes));
  }
}

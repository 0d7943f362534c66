package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several that open a new store at once: none takes what another is making for something else. */
interface OpeningContract {
  /** How many at once. */
  int OPENERS = 8;

  @Test
  @Case(49)
  default void allThatOpenANewStoreAtOnceGetIt(StoreUnderTest store) throws Exception {
    store.needMultipleWriters();
    Map<Key, Value> written = new TreeMap<>();
    for (int opener = 0; opener < OPENERS; opener++) {
      written.put(key(opener), value(opener));
    }
    for (int round = 0; round < rounds(store); round++) {
      StoreUnderTest fresh = store.another();
      try {
        for (Storage storage : Race.run(OPENERS, opener -> () -> openAndPut(fresh, opener))) {
          assertReads(storage, written);
        }
      } finally {
        fresh.closeAll();
      }
    }
  }

  @Test
  @Case(49)
  default void oneOfThoseThatOpenANewStoreAtOnceGetsIt(StoreUnderTest store) throws Exception {
    store.needOneWriter();
    for (int round = 0; round < rounds(store); round++) {
      StoreUnderTest fresh = store.another();
      try {
        List<Storage> winners =
            Race.run(OPENERS, opener -> () -> openAndPutUnlessLocked(fresh, opener)).stream()
                .flatMap(Optional::stream)
                .toList();
        assertThat(winners).as("openings that got the store in round %d", round).hasSize(1);
        Storage winner = winners.get(0);
        Map<Key, Value> written = Contents.valuesOf(Scans.entries(winner, Scan.all()));
        assertThat(written).as("what the one that got it has written").hasSize(1);
        winner.put(key(OPENERS), value(OPENERS));
        written.put(key(OPENERS), value(OPENERS));
        winner.close();
        Contents.assertHolds(fresh.storage(), written);
      } finally {
        fresh.closeAll();
      }
    }
  }

  private static Storage openAndPut(StoreUnderTest fresh, int opener) {
    Storage storage = fresh.openBeside(Map.of());
    storage.put(key(opener), value(opener));
    return storage;
  }

  private static Optional<Storage> openAndPutUnlessLocked(StoreUnderTest fresh, int opener) {
    try {
      return Optional.of(openAndPut(fresh, opener));
    } catch (Unavailable e) {
      if (!e.attribute("reason").equals(Optional.of("locked"))) {
        throw e;
      }
      ProcessContract.assertIsLocked(e);
      return Optional.empty();
    }
  }

  /** In few requests: a service is asked for each of them by each opening. */
  private static void assertReads(Storage storage, Map<Key, Value> written) {
    List<Key> keys = List.copyOf(written.keySet());
    List<Entry> found = storage.get(keys).stream().flatMap(Optional::stream).toList();
    Contents.showing(assertThat(Contents.valuesOf(found)))
        .as("what one of the openings reads")
        .isEqualTo(written);
    assertThat(Scans.keys(storage, Scan.all())).as("the keys it finds").isEqualTo(keys);
  }

  /** Opening one store on a service is a dozen requests. */
  private static int rounds(StoreUnderTest store) {
    return store.capabilities().distributed() ? 2 : 10;
  }

  private static Key key(int opener) {
    return Key.of("opener").child(opener);
  }

  private static Value value(int opener) {
    return Samples.text("opener " + opener);
  }
}

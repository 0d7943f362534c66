package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.StorageView;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Many threads at once: nothing lost, one winner, nothing half. */
interface ConcurrencyContract {
  @Test
  @Case(25)
  default void racingIncrementsAddUp(StoreUnderTest store) throws Exception {
    store.needConditions();
    Storage storage = store.storage();
    Key counter = Key.of("counter");
    Set<Version> versions = Collections.synchronizedSet(new HashSet<>());
    versions.add(storage.put(counter, number(0)));
    int threads = 8;
    int each = 25;
    Race.run(
        threads,
        thread ->
            () -> {
              for (int i = 0; i < each; i++) {
                Version version = increment(storage, counter);
                assertThat(versions.add(version)).as("version %s is new", version).isTrue();
              }
              return null;
            });
    Contents.assertValue(storage, counter, number(threads * each));
  }

  @Test
  @Case(26)
  default void racingCreatorsHaveOneWinner(StoreUnderTest store) throws Exception {
    store.needConditions();
    Storage storage = store.storage();
    for (int round = 0; round < 15; round++) {
      Key contested = Key.of("contested").child(round);
      Key beside = Key.of("beside").child(round);
      List<Boolean> won =
          Race.run(
              8,
              creator ->
                  () -> {
                    WriteBatch.Builder batch =
                        WriteBatch.builder().put(contested, number(creator), Condition.absent());
                    if (store.hasBatches() && creator % 2 == 0) {
                      batch.put(beside.child(creator), number(creator));
                    }
                    return succeeds(() -> storage.commit(batch.build()));
                  });
      assertThat(Collections.frequency(won, true)).as("winners of round %d", round).isEqualTo(1);
      int winner = won.indexOf(true);
      Contents.assertValue(storage, contested, number(winner));
      assertThat(Scans.keys(storage, Scan.under(beside)))
          .as("what the losers of round %d left", round)
          .isEqualTo(
              store.hasBatches() && winner % 2 == 0 ? List.of(beside.child(winner)) : List.of());
    }
  }

  @Test
  @Case(26)
  default void racingChangesOfOneVersionHaveOneWinner(StoreUnderTest store) throws Exception {
    store.needConditions();
    Storage storage = store.storage();
    for (int round = 0; round < 15; round++) {
      Key contested = Key.of("contested").child(round);
      Condition asRead = Condition.version(storage.put(contested, number(-1)));
      List<Boolean> won =
          Race.run(
              6,
              changer ->
                  () ->
                      succeeds(
                          () -> {
                            if (changer % 2 == 0) {
                              storage.put(contested, number(changer), asRead);
                            } else {
                              storage.delete(contested, asRead);
                            }
                          }));
      assertThat(Collections.frequency(won, true)).as("winners of round %d", round).isEqualTo(1);
      int winner = won.indexOf(true);
      if (winner % 2 == 0) {
        Contents.assertValue(storage, contested, number(winner));
      } else {
        Contents.assertAbsent(storage, contested);
      }
    }
  }

  @Test
  @Case(44)
  default void concurrentCommitsAreAllKept(StoreUnderTest store) throws Exception {
    int threads = 8;
    int each = 40;
    Storage storage = store.storage();
    Race.run(
        threads,
        thread ->
            () -> {
              Key mine = Key.of("thread" + thread);
              for (int i = 0; i < each; i++) {
                storage.put(mine.child(i), number(i));
                if (i % 4 == 3) {
                  storage.delete(mine.child(i - 1L));
                }
              }
              return null;
            });
    assertThat(Scans.count(storage, Scan.all())).isEqualTo(threads * (each - each / 4L));
    if (store.isPersistent()) {
      List<Entry> before = Scans.entries(storage, Scan.all());
      Contents.showing(assertThat(Scans.entries(store.reopen(), Scan.all()))).isEqualTo(before);
    }
  }

  @Test
  @Case(31)
  default void aBatchIsNeverSeenHalf(StoreUnderTest store) throws Exception {
    store.needBatches();
    Storage storage = store.storage();
    List<Key> keys = List.of(Key.of("half", "a"), Key.of("half", "m"), Key.of("half", "z"));
    storage.commit(allPut(keys, 0));
    AtomicBoolean written = new AtomicBoolean();
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          try {
            for (int i = 1; i <= 200; i++) {
              storage.commit(allPut(keys, i));
            }
          } finally {
            written.set(true);
          }
          return null;
        });
    tasks.add(wholeBatches(written, () -> got(storage, keys)));
    tasks.add(wholeBatches(written, () -> got(storage, reversed(keys))));
    tasks.add(wholeBatches(written, () -> gotOneByOne(storage, keys)));
    tasks.add(wholeBatches(written, () -> gotOneByOne(storage, reversed(keys))));
    tasks.add(wholeBatches(written, () -> scanned(storage, Scan.all())));
    tasks.add(wholeBatches(written, () -> scanned(storage, Scan.all().limit(1).reversed())));
    if (storage.capabilities().snapshots()) {
      tasks.add(wholeBatches(written, () -> inOneSnapshot(storage, keys)));
    }
    Race.run(tasks);
    assertThat(got(storage, keys)).containsOnly(200);
  }

  @Test
  @Case(38)
  default void aScanSeesEveryLastingEntryOnceWhileOthersComeAndGo(StoreUnderTest store)
      throws Exception {
    Storage storage = store.storage();
    Key parent = Key.of("lasting");
    List<Key> lasting = new ArrayList<>();
    Map<Key, Value> values = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      lasting.add(parent.child(i * 10L));
      values.put(parent.child(i * 10L), number(i));
    }
    store.putAll(values);
    AtomicBoolean scanned = new AtomicBoolean();
    Callable<Void> churner =
        () -> {
          for (int i = 0; !scanned.get(); i++) {
            Key passing = parent.child(i * 7919L % 600 / 10 * 10 + 5);
            storage.put(passing, number(i));
            storage.delete(passing);
          }
          return null;
        };
    Callable<Void> scanner =
        () -> {
          try {
            for (int i = 0; i < 40; i++) {
              Scan scan = Scan.under(parent).limit(1 + i % 9);
              assertSeenOnce(storage, i % 2 == 0 ? scan : scan.reversed(), lasting);
            }
          } finally {
            scanned.set(true);
          }
          return null;
        };
    Race.run(List.of(churner, churner, scanner));
  }

  private static void assertSeenOnce(Storage storage, Scan scan, List<Key> lasting) {
    List<Key> seen = Scans.keys(storage, scan);
    List<Key> ordered = new ArrayList<>(seen);
    ordered.sort(scan.isReverse() ? Collections.reverseOrder() : null);
    assertThat(seen).as("keys of %s", scan).doesNotHaveDuplicates().isEqualTo(ordered);
    assertThat(seen).as("keys of %s", scan).containsAll(lasting);
  }

  /**
   * Reads again and again. A batch writes its number to all keys, so when a read has seen number n
   * anywhere, every later read must see n or more everywhere.
   */
  private static Callable<Void> wholeBatches(
      AtomicBoolean written, Callable<List<Integer>> reader) {
    return () -> {
      int known = 0;
      while (!written.get()) {
        List<Integer> numbers = reader.call();
        assertThat(Collections.min(numbers))
            .as("batch %d was seen; a later read sees %s", known, numbers)
            .isGreaterThanOrEqualTo(known);
        known = Collections.max(numbers);
      }
      return null;
    };
  }

  private static List<Integer> got(StorageView view, List<Key> keys) {
    return view.get(keys).stream().map(entry -> number(entry.orElseThrow())).toList();
  }

  /** Each read is a later one than the read before, so the numbers must not fall. */
  private static List<Integer> gotOneByOne(StorageView view, List<Key> keys) {
    Function<Key, Integer> read = key -> number(view.get(key).orElseThrow());
    List<Integer> numbers = keys.stream().map(read).toList();
    assertThat(numbers).as("numbers of batches, read one after the other").isSorted();
    return numbers;
  }

  private static List<Integer> scanned(StorageView view, Scan scan) {
    List<Integer> numbers =
        Scans.entries(view, scan).stream().map(ConcurrencyContract::number).toList();
    assertThat(numbers).as("entries found by %s", scan).hasSize(3);
    if (scan.limit() == 1) {
      assertThat(numbers).as("numbers of batches, read in one page each").isSorted();
    }
    return numbers;
  }

  private static List<Integer> inOneSnapshot(Storage storage, List<Key> keys) {
    try (StorageSnapshot snapshot = storage.snapshot()) {
      List<Integer> numbers = new ArrayList<>(got(snapshot, keys));
      numbers.addAll(scanned(snapshot, Scan.all()));
      numbers.addAll(gotOneByOne(snapshot, keys));
      assertThat(new HashSet<>(numbers)).as("numbers of batches in one snapshot").hasSize(1);
      return numbers;
    }
  }

  private static Version increment(Storage storage, Key counter) {
    while (true) {
      Entry before = storage.get(counter).orElseThrow();
      try {
        return storage.put(
            counter, number(number(before) + 1), Condition.version(before.version()));
      } catch (Conflict anotherWasFaster) {
        Thread.onSpinWait();
      }
    }
  }

  private static boolean succeeds(Runnable write) {
    try {
      write.run();
      return true;
    } catch (Conflict lost) {
      return false;
    }
  }

  private static WriteBatch allPut(List<Key> keys, int number) {
    WriteBatch.Builder batch = WriteBatch.builder();
    keys.forEach(key -> batch.put(key, number(number)));
    return batch.build();
  }

  private static List<Key> reversed(List<Key> keys) {
    List<Key> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    return reversed;
  }

  private static Value number(int number) {
    return Value.json(Integer.toString(number));
  }

  private static int number(Entry entry) {
    return Integer.parseInt(entry.value().text());
  }
}

package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.StorageBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Opening, closing, reopening, and interruption. */
interface LifecycleContract {
  @Test
  @Case(41)
  default void everyCallAfterCloseIsRefusedAsClosed(StoreUnderTest store) {
    Storage storage = store.storage();
    Key key = Key.of("a");
    storage.put(key, text("1"));
    Capabilities before = storage.capabilities();
    storage.close();
    List<ThrowingCallable> calls =
        new ArrayList<>(
            List.of(
                () -> storage.get(key),
                () -> storage.get(List.of(key, Key.of("b"))),
                () -> storage.scan(Scan.all()),
                () -> storage.put(key, text("2")),
                () -> storage.delete(key),
                storage::stats));
    StorageBackend backend = storage.backend();
    calls.addAll(
        List.of(
            () -> backend.get(List.of(key)),
            () -> backend.scan(Scan.all().reversed().keysOnly()),
            () -> backend.commit(WriteBatch.builder().put(key, text("2")).build()),
            backend::stats));
    if (before.snapshots()) {
      calls.add(storage::snapshot);
      calls.add(backend::snapshot);
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(catchThrowable(calls.get(i)))
          .as("call number %d after close", i)
          .isInstanceOf(Closed.class);
    }
    assertThat(backend.capabilities()).as("capabilities after close").isEqualTo(before);
  }

  @Test
  @Case(41)
  default void closingTwiceIsHarmless(StoreUnderTest store) {
    Storage storage = store.storage();
    storage.put(Key.of("a"), text("1"));
    storage.close();
    storage.close();
    storage.backend().close();
    if (store.isPersistent()) {
      Contents.assertHolds(store.reopen(), Map.of(Key.of("a"), text("1")));
    }
  }

  @Test
  @Case(42)
  default void closeEndsAnOpenScan(StoreUnderTest store) {
    store.putAll(Samples.numbered("r", 10));
    Iterator<Entry> entries = store.storage().stream(Scan.all().limit(2)).iterator();
    entries.next();
    store.storage().close();
    assertThatThrownBy(() -> entries.forEachRemaining(entry -> {})).isInstanceOf(Closed.class);
  }

  @Test
  @Case(42)
  default void closeEndsAnOpenSnapshot(StoreUnderTest store) {
    store.needSnapshots();
    store.putAll(Samples.numbered("r", 10));
    StorageSnapshot snapshot = store.storage().snapshot();
    Iterator<Entry> entries = snapshot.stream(Scan.all().limit(2)).iterator();
    entries.next();
    store.storage().close();
    assertThatThrownBy(() -> snapshot.get(Key.of("r"))).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> snapshot.scan(Scan.all())).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> entries.forEachRemaining(entry -> {})).isInstanceOf(Closed.class);
    snapshot.close();
    snapshot.close();
  }

  @Test
  @Case(42)
  default void closeDuringUseEndsEveryCallAsDoneOrClosed(StoreUnderTest store) throws Exception {
    Storage storage = store.storage();
    List<AtomicInteger> acknowledged = List.of(new AtomicInteger(), new AtomicInteger());
    AtomicBoolean closed = new AtomicBoolean();
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int w = 0; w < acknowledged.size(); w++) {
      Key key = Key.of("writer" + w);
      AtomicInteger count = acknowledged.get(w);
      tasks.add(
          untilClosed(
              closed,
              () -> {
                storage.put(key, Value.json(Integer.toString(count.get() + 1)));
                count.incrementAndGet();
              }));
    }
    tasks.add(untilClosed(closed, () -> Scans.count(storage, Scan.all().limit(1))));
    tasks.add(untilClosed(closed, () -> storage.get(Key.of("writer0"))));
    tasks.add(
        () -> {
          while (acknowledged.stream().mapToInt(AtomicInteger::get).sum() < 30
              && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          storage.close();
          closed.set(true);
          return null;
        });
    Race.run(tasks);
    if (store.isPersistent()) {
      store.reopen();
      for (int w = 0; w < acknowledged.size(); w++) {
        Optional<Entry> last = store.storage().get(Key.of("writer" + w));
        int least = acknowledged.get(w).get();
        assertThat(last.map(entry -> Integer.parseInt(entry.value().text())).orElse(0))
            .as("last commit of writer %d: the one acknowledged last, or one under way", w)
            .isBetween(least, least + 1);
      }
    }
  }

  @Test
  @Case(43)
  default void anInterruptedCallerKeepsItsFlag(StoreUnderTest store) {
    Storage storage = store.storage();
    Key key = Key.of("interrupted");
    storage.put(key, text("0"));
    List<ThrowingCallable> calls =
        new ArrayList<>(
            List.of(
                () -> storage.get(key),
                () -> storage.scan(Scan.all()),
                () -> storage.put(Key.of("interrupted", "put"), text("1")),
                () -> storage.delete(Key.of("interrupted", "never")),
                storage::stats));
    if (storage.capabilities().snapshots()) {
      calls.add(() -> storage.snapshot().close());
    }
    for (int i = 0; i < calls.size(); i++) {
      Thread.currentThread().interrupt();
      Throwable thrown = catchThrowable(calls.get(i));
      assertThat(Thread.interrupted()).as("interrupt flag after call number %d", i).isTrue();
      if (thrown != null) {
        assertThat(thrown).as("call number %d", i).isInstanceOf(StorageException.class);
      }
      Contents.assertValue(storage, key, text("0"));
      storage.put(Key.of("after").child(i), text("works"));
    }
    assertThat(Scans.count(storage, Scan.under(Key.of("after")))).isEqualTo(calls.size());
  }

  @Test
  @Case(43)
  default void theStoreWorksWhileCallersAreInterrupted(StoreUnderTest store) throws Exception {
    Storage storage = store.storage();
    Interruptions interruptions = new Interruptions(60);
    Map<Key, Value> tried = new TreeMap<>();
    Map<Key, Value> acknowledged = new TreeMap<>();
    Key mine = Key.of("interrupted");
    Callable<Void> victim =
        () ->
            interruptions.suffer(
                i -> {
                  Key key = mine.child(i % 300);
                  storage.get(key);
                  tried.put(key, text("n" + i));
                  storage.put(key, text("n" + i));
                  acknowledged.put(key, text("n" + i));
                });
    Callable<Void> bystander =
        () -> {
          for (int i = 0; !interruptions.isOver(); i++) {
            Key key = Key.of("bystander").child(i % 50);
            storage.put(key, text("n" + i));
            Contents.assertValue(storage, key, text("n" + i));
          }
          return null;
        };
    Race.run(List.of(victim, interruptions::cause, bystander));
    Map<Key, Value> found = Contents.valuesOf(Scans.entries(storage, Scan.under(mine).limit(50)));
    tried.forEach(
        (key, last) ->
            Contents.showing(assertThat(found.get(key)))
                .as("value of %s: the one acknowledged last, or one whose put was interrupted", key)
                .isIn(last, acknowledged.get(key)));
    if (store.isPersistent()) {
      store.reopen();
      tried.forEach(
          (key, last) ->
              Contents.showing(assertThat(store.storage().get(key).map(Entry::value).orElse(null)))
                  .as("value of %s after reopening: as before, or of a put without answer", key)
                  .isIn(found.get(key), last));
    }
  }

  @Test
  @Case(44)
  default void reopeningSeesEverything(StoreUnderTest store) {
    store.needPersistence();
    Map<Key, Value> values = Samples.numbered("r", 200);
    store.putAll(values);
    // Who reopens a service has nothing of it to lose, and pays for each entry with a request.
    int rounds = store.capabilities().distributed() ? 2 : 8;
    for (int round = 0; round < rounds; round++) {
      Key changed = Key.of("r").child(round * 3L);
      store.storage().put(changed, text("round " + round));
      values.put(changed, text("round " + round));
      Key deleted = Key.of("r").child(round * 3L + 1);
      store.storage().delete(deleted);
      values.remove(deleted);
      List<Entry> before = Scans.entries(store.storage(), Scan.all());
      store.reopen();
      Contents.assertHolds(store.storage(), values);
      Contents.showing(assertThat(Scans.entries(store.storage(), Scan.all())))
          .as("entries with their versions after reopening number %d", round)
          .isEqualTo(before);
    }
  }

  @Test
  @Case({44, 48})
  default void aStoreWithoutDurabilityIsEmptyAfterReopening(StoreUnderTest store) {
    Assumptions.assumeFalse(store.isPersistent(), "the backend claims durability");
    store.putAll(Samples.numbered("r", 3));
    Contents.assertHolds(store.reopen(), Map.of());
  }

  @Test
  @Case({29, 44})
  default void aStoreOpenedReadOnlyReadsEverythingAndRefusesWrites(StoreUnderTest store)
      throws IOException {
    store.needSetting("read-only");
    store.needPersistence();
    Map<Key, Value> values = Samples.numbered("r", 10);
    store.putAll(values);
    store.close();
    Storage reading = store.openReadOnly();
    assertThat(reading.capabilities().readOnly()).as("readOnly").isTrue();
    Contents.assertHolds(reading, values);
    Key key = Key.of("r").child(0);
    assertThatThrownBy(() -> reading.put(key, text("new"))).isInstanceOf(AccessDenied.class);
    assertThatThrownBy(() -> reading.delete(key)).isInstanceOf(AccessDenied.class);
    Contents.assertHolds(reading, values);
    reading.close();
    Contents.assertHolds(store.storage(), values);
  }

  @Test
  @Case(44)
  default void openingAMissingStoreReadOnlyFailsAndCreatesNothing(StoreUnderTest store)
      throws IOException {
    store.needSetting("read-only");
    assertThatThrownBy(store::openReadOnly)
        .isInstanceOfSatisfying(
            Unavailable.class,
            e -> assertThat(e.attribute("reason")).as("reason").contains("not-found"));
    try (Stream<Path> files = Files.list(store.directory())) {
      assertThat(files).as("files after a failed opening").isEmpty();
    }
  }

  private static Callable<Void> untilClosed(AtomicBoolean closed, Runnable call) {
    return () -> {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          boolean late = closed.get();
          call.run();
          assertThat(late).as("a call that began after close has succeeded").isFalse();
        }
        throw new AssertionError("Interrupted before the store was closed");
      } catch (Closed expected) {
        return null;
      }
    };
  }

  private static Value text(String text) {
    return Samples.text(text);
  }
}

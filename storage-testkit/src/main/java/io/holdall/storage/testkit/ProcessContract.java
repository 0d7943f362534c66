package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several processes: side by side where that is claimed, refused at once where it is not. */
interface ProcessContract {
  /** At once, on a machine that is busy. */
  long AT_ONCE_SECONDS = 10;

  @Test
  @Case({25, 48})
  default void twoProcessesWriteSideBySide(StoreUnderTest store) {
    store.needMultipleWriters();
    store.needConditions();
    Storage storage = store.storage();
    Key counter = Key.of("counter");
    storage.put(counter, Value.json("0"));
    ChildProcess other = store.startChild();
    other.tell("open");
    int each = 150;
    other.send("increment counter " + each);
    for (int i = 0; i < each; i++) {
      ChildMain.increment(storage, counter);
    }
    assertThat(other.readLine()).as("answer of the other process").isEqualTo("ok");
    Contents.assertValue(storage, counter, Value.json(Integer.toString(2 * each)));
  }

  @Test
  @Case({40, 48})
  default void oneProcessSeesTheOthersWritesAtOnce(StoreUnderTest store) {
    store.needMultipleWriters();
    Storage storage = store.storage();
    ChildProcess other = store.startChild();
    other.tell("open");
    for (int i = 0; i < 20; i++) {
      other.tell("put ping " + i);
      Contents.assertValue(storage, Key.of("ping"), Value.json(Integer.toString(i)));
      storage.put(Key.of("pong"), Value.json(Integer.toString(i)));
      assertThat(other.ask("get pong")).as("what the other process sees").isEqualTo("" + i);
    }
    other.tell("close");
    storage.put(Key.of("alone"), Value.json("1"));
  }

  @Test
  @Case(48)
  default void aSecondWritingProcessIsRefusedAtOnce(StoreUnderTest store) {
    store.needOneWriter();
    store.close();
    ChildProcess holder = store.startChild();
    holder.tell("open");
    holder.tell("put a 1");
    assertLocked(store);
    holder.tell("put a 2");
    holder.tell("close");
    Contents.assertHolds(store.storage(), Map.of(Key.of("a"), Value.json("2")));
    assertThat(holder.ask("open"))
        .as("answer to a second writer, the other way round")
        .matches("Unavailable reason=locked holder=.+");
  }

  @Test
  @Case(48)
  default void aRefusedOpeningLeavesTheFirstOneItsLock(StoreUnderTest store) {
    store.needOneWriter();
    store.storage().put(Key.of("a"), Value.json("1"));
    assertLocked(store);
    store.storage().put(Key.of("a"), Value.json("2"));
    ChildProcess other = store.startChild();
    assertThat(other.ask("open"))
        .as("answer to another process, after this one tried to open the store twice")
        .matches("Unavailable reason=locked holder=.+");
    Contents.assertHolds(store.storage(), Map.of(Key.of("a"), Value.json("2")));
  }

  @Test
  @Case(48)
  default void aKilledProcessLeavesNoLockBehind(StoreUnderTest store) {
    store.needPersistence();
    store.close();
    ChildProcess holder = store.startChild();
    holder.tell("open");
    holder.tell("put a 1");
    holder.kill();
    Contents.assertHolds(store.storage(), Map.of(Key.of("a"), Value.json("1")));
    store.storage().put(Key.of("a"), Value.json("2"));
    Contents.assertHolds(store.reopen(), Map.of(Key.of("a"), Value.json("2")));
  }

  @Test
  @Case(48)
  default void readersBesideAWriterSeeWhatWasCommittedBeforeTheyOpened(StoreUnderTest store) {
    store.needPersistence();
    store.needSetting("read-only");
    store.close();
    ChildProcess writer = store.startChild();
    writer.tell("open");
    for (int i = 0; i < 5; i++) {
      writer.tell("put last " + i);
      writer.tell("put numbered/" + i + " " + i);
      Storage reader = store.openReadOnly();
      Contents.assertValue(reader, Key.of("last"), Value.json("" + i));
      assertThat(Scans.count(reader, Scan.under(Key.of("numbered")))).isEqualTo(i + 1);
      writer.tell("put last more");
      assertThat(reader.get(Key.of("numbered", "0"))).as("entry seen after a commit").isPresent();
      if (i % 2 == 0) {
        reader.close();
      }
    }
    assertThat(writer.ask("get last")).isEqualTo("more");
  }

  @Test
  @Case(48)
  default void aReadingProcessDoesNotDisturbTheWriter(StoreUnderTest store) {
    store.needPersistence();
    store.needSetting("read-only");
    Storage storage = store.storage();
    storage.put(Key.of("a"), Value.json("1"));
    ChildProcess reader = store.startChild();
    reader.tell("open-read-only");
    assertThat(reader.ask("get a")).isEqualTo("1");
    assertThat(reader.ask("put a 2")).startsWith("AccessDenied");
    storage.put(Key.of("a"), Value.json("3"));
    reader.tell("close");
    storage.put(Key.of("b"), Value.json("4"));
    reader.tell("open-read-only");
    assertThat(reader.ask("get b")).isEqualTo("4");
    reader.kill();
    Contents.assertHolds(
        store.reopen(), Map.of(Key.of("a"), Value.json("3"), Key.of("b"), Value.json("4")));
  }

  private static void assertLocked(StoreUnderTest store) {
    long start = System.nanoTime();
    Throwable thrown = catchThrowable(() -> store.openBeside(Map.of()));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
        .as("seconds until a second writer was refused")
        .isLessThan(AT_ONCE_SECONDS);
    assertIsLocked(thrown);
  }

  /** What whoever may not have the store as well must get. */
  static void assertIsLocked(Throwable thrown) {
    assertThat(thrown)
        .as("opening a store that another holds")
        .isInstanceOfSatisfying(
            Unavailable.class,
            e -> {
              assertThat(e.attribute("reason")).as("reason").contains("locked");
              assertThat(e.attribute("holder")).as("holder").isPresent();
            });
  }
}

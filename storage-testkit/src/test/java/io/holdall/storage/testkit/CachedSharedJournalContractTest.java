package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.decorator.caching.Caching;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The kit through caches in several processes that write to one store. Two tests are changed, for
 * what another process writes is seen after the time to live, and not at once.
 */
final class CachedSharedJournalContractTest extends BackendContract {
  private static final Duration TIME_TO_LIVE = Duration.ofMillis(200);

  @Override
  protected BackendUnderTest backend() {
    return JournalFactory.shared(true)
        .decoratedBy(Caching.builder(1 << 20).timeToLive(TIME_TO_LIVE).build());
  }

  /** Increments meet stale values, conflict, and read again; only the end has to be waited for. */
  @Override
  @Test
  @Case({25, 48})
  public void twoProcessesWriteSideBySide(StoreUnderTest store) {
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
    awaitText(storage, counter, 2 * each);
  }

  @Override
  @Test
  @Case({40, 48})
  public void oneProcessSeesTheOthersWritesAtOnce(StoreUnderTest store) {
    Storage storage = store.storage();
    ChildProcess other = store.startChild();
    other.tell("open");
    for (int i = 0; i < 5; i++) {
      other.tell("put ping " + i);
      awaitText(storage, Key.of("ping"), i);
      storage.put(Key.of("pong"), Value.json(Integer.toString(i)));
      String pong = Integer.toString(i);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .until(() -> other.ask("get pong").equals(pong));
    }
  }

  private static void awaitText(Storage storage, Key key, int number) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> Contents.assertValue(storage, key, Value.json(Integer.toString(number))));
  }
}

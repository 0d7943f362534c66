package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.StoreUnderTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The kit through every decorator at once, over SQLite. Two tests are changed, for what is written
 * past a cache is seen after the cache's time to live, and not at once; the other openings stand in
 * this process and not in another.
 */
final class FullStackSqliteContractTest extends BackendContract {
  private static final Key COUNTER = Key.of("counter");

  @Override
  protected BackendUnderTest backend() {
    return FullStack.around(BackendUnderTest.ofType("sqlite").withPath("path", "store.db"));
  }

  @Override
  @Test
  public void twoProcessesWriteSideBySide(StoreUnderTest store) {
    Storage storage = store.storage();
    Storage other = store.openBeside(Map.of());
    storage.put(COUNTER, Value.json("0"));
    for (int i = 0; i < 20; i++) {
      increment(i % 2 == 0 ? storage : other);
    }
    awaitText(storage, COUNTER, 20);
    awaitText(other, COUNTER, 20);
  }

  @Override
  @Test
  public void oneProcessSeesTheOthersWritesAtOnce(StoreUnderTest store) {
    Storage storage = store.storage();
    Storage other = store.openBeside(Map.of());
    for (int i = 0; i < 5; i++) {
      other.put(Key.of("ping"), number(i));
      awaitText(storage, Key.of("ping"), i);
      storage.put(Key.of("pong"), number(i));
      awaitText(other, Key.of("pong"), i);
    }
  }

  /** Meets a stale value now and then, conflicts, and reads again. */
  private static void increment(Storage storage) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .ignoreException(Conflict.class)
        .until(
            () -> {
              Optional<Entry> seen = storage.get(COUNTER);
              if (seen.isEmpty()) {
                return false;
              }
              int next = Integer.parseInt(seen.get().value().text()) + 1;
              storage.put(COUNTER, number(next), Condition.version(seen.get().version()));
              return true;
            });
  }

  private static void awaitText(Storage storage, Key key, int expected) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> assertThat(storage.get(key).map(Entry::value)).contains(number(expected)));
  }

  private static Value number(int number) {
    return Value.json(Integer.toString(number));
  }
}

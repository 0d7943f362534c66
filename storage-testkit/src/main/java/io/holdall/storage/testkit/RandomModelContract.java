package io.holdall.storage.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random histories: what comes out is what a sorted map says. */
interface RandomModelContract {
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // when it is made heavy
  @Case({14, 19, 20, 21, 22, 23, 27, 30, 31, 32, 34, 36, 37, 44})
  default void randomHistoriesAgreeWithASortedMap(StoreUnderTest store) {
    Histories.check(
        Seed.next(),
        histories(store),
        history -> {
          StoreUnderTest fresh = store.another();
          try {
            new HistoryRun(fresh).run(history);
          } finally {
            fresh.closeAll();
          }
        });
  }

  /** Where each step is a request or many, there are fewer; other seeds come with other runs. */
  private static int histories(StoreUnderTest store) {
    if (Boolean.getBoolean(CrashContract.HEAVY)) {
      return 2_000;
    }
    return store.capabilities().distributed() ? 25 : 60;
  }
}

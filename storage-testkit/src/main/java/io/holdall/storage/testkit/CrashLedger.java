package io.holdall.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.testkit.CrashLoad.Acknowledgement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be in the store: kept over all kills, because the store is the same. */
final class CrashLedger {
  private final int[] acknowledged;
  private final String[] version;
  private final List<Map<String, Integer>> steps = new ArrayList<>();
  private int count;

  CrashLedger(int writers) {
    acknowledged = new int[writers];
    version = new String[writers];
    for (int writer = 0; writer < writers; writer++) {
      acknowledged[writer] = -1;
      version[writer] = "";
      steps.add(new HashMap<>());
    }
  }

  int writers() {
    return acknowledged.length;
  }

  int acknowledged() {
    return count;
  }

  void acknowledge(Acknowledgement acknowledgement) {
    int writer = acknowledgement.writer();
    assertThat(acknowledgement.step())
        .as("step acknowledged to writer %d, which goes on where it finds the store", writer)
        .isEqualTo(acknowledged[writer] + 1);
    acknowledged[writer]++;
    version[writer] = acknowledgement.version();
    count++;
    seen(writer, acknowledgement.version(), acknowledgement.step());
  }

  /** Each writer's last step is the one acknowledged last, or the one under way. */
  void check(Storage storage) {
    Map<Key, Value> all = new TreeMap<>();
    for (int writer = 0; writer < acknowledged.length; writer++) {
      int step = CrashLoad.stepIn(storage, writer);
      assertThat(step)
          .as(
              "last step found of writer %d: %d was acknowledged, one more may have been under"
                  + " way",
              writer, acknowledged[writer])
          .isBetween(acknowledged[writer], acknowledged[writer] + 1);
      all.putAll(CrashLoad.expected(storage.capabilities(), writer, step));
      Entry marked = storage.get(CrashLoad.marked(writer)).orElse(null);
      if (marked != null) {
        if (step == acknowledged[writer]) {
          assertThat(marked.version().text())
              .as("version of step %d of writer %d, as acknowledged", step, writer)
              .isEqualTo(version[writer]);
        }
        seen(writer, marked.version().text(), step);
        version[writer] = marked.version().text();
      }
      acknowledged[writer] = step;
    }
    Contents.assertHolds(storage, all);
  }

  private void seen(int writer, String text, int step) {
    Integer before = steps.get(writer).putIfAbsent(text, step);
    assertThat(before == null || before == step)
        .as("version %s of step %d of writer %d was issued for step %s", text, step, writer, before)
        .isTrue();
  }
}

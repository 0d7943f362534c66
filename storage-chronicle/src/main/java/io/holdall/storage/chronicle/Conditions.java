package io.holdall.storage.chronicle;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.RangeCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether a batch may be committed. */
final class Conditions {
  private Conditions() {}

  /** The keys whose conditions do not hold. */
  static List<Key> conflicts(WriteBatch batch, Versions present) {
    List<Key> conflicts = new ArrayList<>();
    for (Operation operation : batch.operations()) {
      if (!(operation.condition() instanceof Condition.Any)
          && !operation.condition().holds(present.versionOf(operation.key().encoded()))) {
        conflicts.add(operation.key());
      }
    }
    for (RangeCheck check : batch.rangeChecks()) {
      addDifferences(check, present, conflicts);
    }
    return conflicts;
  }

  private static void addDifferences(RangeCheck check, Versions present, List<Key> conflicts) {
    Map<String, Version> missing = new LinkedHashMap<>();
    check.expected().forEach((key, version) -> missing.put(key.encoded(), version));
    for (String key : present.within(check.range())) {
      if (!Objects.equals(present.versionOf(key), missing.remove(key))) {
        conflicts.add(Key.parse(key));
      }
    }
    missing.keySet().forEach(key -> conflicts.add(Key.parse(key)));
  }
}

package io.holdall.storage.chronicle;

import io.holdall.storage.Condition;
import io.holdall.storage.Key;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.RangeCheck;
import io.holdall.storage.chronicle.log.Versioned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a batch may be committed. */
final class Conditions {
  private Conditions() {}

  /** The keys whose conditions do not hold. */
  static List<Key> conflicts(WriteBatch batch, NavigableMap<String, ? extends Versioned> index) {
    List<Key> conflicts = new ArrayList<>();
    for (Operation operation : batch.operations()) {
      if (!(operation.condition() instanceof Condition.Any)
          && !operation.condition().holds(version(index.get(operation.key().encoded())))) {
        conflicts.add(operation.key());
      }
    }
    for (RangeCheck check : batch.rangeChecks()) {
      addDifferences(check, index, conflicts);
    }
    return conflicts;
  }

  private static void addDifferences(
      RangeCheck check, NavigableMap<String, ? extends Versioned> index, List<Key> conflicts) {
    Map<String, Version> missing = new LinkedHashMap<>();
    check.expected().forEach((key, version) -> missing.put(key.encoded(), version));
    if (!check.range().isEmpty()) {
      index
          .subMap(check.range().from(), true, check.range().to(), false)
          .forEach(
              (key, slot) -> {
                if (!Objects.equals(Version.of(slot.version()), missing.remove(key))) {
                  conflicts.add(Key.parse(key));
                }
              });
    }
    missing.keySet().forEach(key -> conflicts.add(Key.parse(key)));
  }

  private static @Nullable Version version(@Nullable Versioned slot) {
    return slot == null ? null : Version.of(slot.version());
  }
}

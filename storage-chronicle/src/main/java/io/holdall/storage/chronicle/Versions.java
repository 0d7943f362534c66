package io.holdall.storage.chronicle;

import io.holdall.storage.KeyRange;
import io.holdall.storage.Version;
import io.holdall.storage.chronicle.log.LogPosition;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** The keys of a store, in order, and the versions of their entries. */
interface Versions {
  /** All keys; not to be changed. */
  NavigableSet<String> ordered();

  /** The version of a key's entry, or null if it has none. */
  @Nullable Version versionOf(String key);

  /** The keys of a range; not to be changed. */
  default NavigableSet<String> within(KeyRange range) {
    return within(ordered(), range);
  }

  /** Those of some keys that are in a range. */
  static NavigableSet<String> within(NavigableSet<String> keys, KeyRange range) {
    return range.isEmpty()
        ? Collections.emptyNavigableSet()
        : keys.subSet(range.from(), true, range.to(), false);
  }

  /** Those of entries that stand in a log. */
  static Versions of(NavigableMap<String, LogPosition> positions) {
    return new Versions() {
      @Override
      public NavigableSet<String> ordered() {
        return positions.navigableKeySet();
      }

      @Override
      public @Nullable Version versionOf(String key) {
        LogPosition position = positions.get(key);
        return position == null ? null : Version.of(position.version());
      }
    };
  }
}

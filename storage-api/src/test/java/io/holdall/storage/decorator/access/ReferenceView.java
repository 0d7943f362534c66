package io.holdall.storage.decorator.access;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Delete;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.WriteBatch.RangeCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What requests of one caller must lead to, worked out entry by entry from the whole store. */
record ReferenceView(
    ReferencePolicy policy, Optional<Principal> who, NavigableMap<Key, Entry> stored) {

  /** How a commit ends: denied, with conflicts, or with these values stored. */
  record Ending(boolean denied, Set<Key> conflicts, Map<Key, Value> values) {}

  Optional<Entry> get(Key key) {
    return Optional.ofNullable(stored.get(key)).filter(e -> may(Permission.READ, e));
  }

  Page scan(Scan scan) {
    List<Entry> seen = new ArrayList<>();
    for (Entry entry : (scan.isReverse() ? stored.descendingMap() : stored).values()) {
      boolean visible =
          may(Permission.LIST, entry) && (scan.isKeysOnly() || may(Permission.READ, entry));
      if (scan.range().contains(entry.key()) && visible) {
        seen.add(scan.isKeysOnly() ? Entry.withoutValue(entry.key(), entry.version()) : entry);
      }
    }
    boolean more = seen.size() > scan.limit();
    return new Page(more ? seen.subList(0, scan.limit()) : seen, more);
  }

  Ending commit(WriteBatch batch) {
    Map<Key, Value> values = new TreeMap<>();
    stored.forEach((key, entry) -> values.put(key, entry.value()));
    Map<Key, Value> before = new TreeMap<>(values);
    Set<Key> conflicts = new HashSet<>();
    for (Operation operation : batch.operations()) {
      switch (verdict(operation)) {
        case "denied" -> {
          return new Ending(true, Set.of(), before);
        }
        case "conflict" -> conflicts.add(operation.key());
        case "done" -> {
          if (operation instanceof Put put) {
            values.put(put.key(), put.value());
          } else if (operation instanceof Delete && mayPresent(Permission.DELETE, operation)) {
            values.remove(operation.key());
          }
        }
        default -> throw new AssertionError();
      }
    }
    batch.rangeChecks().forEach(check -> conflicts.addAll(differences(check)));
    return new Ending(false, conflicts, conflicts.isEmpty() ? values : before);
  }

  private String verdict(Operation operation) {
    Entry present = stored.get(operation.key());
    if (operation instanceof Put put) {
      return verdict(put, present);
    }
    if (operation instanceof Delete) {
      if (!policy.couldAllow(who, Permission.DELETE, operation.key())) {
        return "denied";
      }
      if (present != null && !may(Permission.DELETE, present)) {
        return isKnown(present) ? "denied" : asked(operation.condition(), null);
      }
      return asked(operation.condition(), present);
    }
    boolean visible = present != null && may(Permission.READ, present);
    return asked(operation.condition(), visible ? present : null);
  }

  private String verdict(Put put, @Nullable Entry present) {
    Optional<Value> value = Optional.of(put.value());
    boolean create = policy.allows(who, Permission.CREATE, put.key(), value);
    boolean couldUpdate =
        policy.allows(who, Permission.UPDATE, put.key(), value)
            && policy.couldAllow(who, Permission.UPDATE, put.key());
    boolean update = couldUpdate && present != null && may(Permission.UPDATE, present);
    if (put.condition() instanceof Condition.Absent) {
      return create ? asked(put.condition(), present) : "denied";
    }
    if (put.condition() instanceof Condition.Any) {
      return (present == null ? create : update) ? "done" : "denied";
    }
    if (!couldUpdate) {
      return "denied";
    }
    if (present == null || update) {
      return asked(put.condition(), present);
    }
    return isKnown(present) ? "denied" : "conflict";
  }

  private static String asked(Condition condition, @Nullable Entry present) {
    return condition.holds(present == null ? null : present.version()) ? "done" : "conflict";
  }

  private Set<Key> differences(RangeCheck check) {
    Map<Key, Version> visible = new TreeMap<>();
    KeyRange range = check.range();
    for (Entry entry : stored.values()) {
      if (range.contains(entry.key())
          && may(Permission.LIST, entry)
          && may(Permission.READ, entry)) {
        visible.put(entry.key(), entry.version());
      }
    }
    Set<Key> keys = new HashSet<>(visible.keySet());
    keys.addAll(check.expected().keySet());
    keys.removeIf(key -> Objects.equals(visible.get(key), check.expected().get(key)));
    return keys;
  }

  private boolean isKnown(Entry present) {
    return may(Permission.READ, present) || may(Permission.LIST, present);
  }

  private boolean mayPresent(Permission permission, Operation operation) {
    Entry present = stored.get(operation.key());
    return present != null && may(permission, present);
  }

  private boolean may(Permission permission, Entry entry) {
    return policy.allows(who, permission, entry.key(), Optional.of(entry.value()));
  }
}

package io.holdall.storage.sqlite;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.RangeCheck;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Evaluates what a batch asks for, in the transaction that the session has begun. */
final class BatchChecks {
  private BatchChecks() {}

  /**
   * Returns if everything holds.
   *
   * @throws Conflict with all keys for which something does not
   */
  static void require(ReadSession session, WriteBatch batch) throws SQLException {
    List<Key> conflicts = new ArrayList<>();
    for (Operation operation : batch.operations()) {
      Condition condition = operation.condition();
      if (!(condition instanceof Condition.Any)
          && !condition.holds(session.version(operation.key()))) {
        conflicts.add(operation.key());
      }
    }
    for (RangeCheck check : batch.rangeChecks()) {
      differences(session, check, conflicts);
    }
    if (!conflicts.isEmpty()) {
      throw new Conflict(conflicts);
    }
  }

  private static void differences(ReadSession session, RangeCheck check, List<Key> conflicts)
      throws SQLException {
    Map<Key, Version> missing = new LinkedHashMap<>(check.expected());
    Scan scan = Scan.over(check.range()).keysOnly();
    for (Page page = session.scan(scan); ; page = session.scan(scan)) {
      for (Entry entry : page.entries()) {
        if (!Objects.equals(entry.version(), missing.remove(entry.key()))) {
          conflicts.add(entry.key());
        }
      }
      if (!page.more()) {
        break;
      }
      scan = scan.after(page.entries().get(page.entries().size() - 1).key());
    }
    conflicts.addAll(missing.keySet());
  }
}

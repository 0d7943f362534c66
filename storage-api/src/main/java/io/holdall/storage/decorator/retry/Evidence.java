package io.holdall.storage.decorator.retry;

import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.StorageReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be proven about whether a batch was written. */
record Evidence(WriteBatch batch) {
  /**
   * Whether the batch makes one of its own conditions fail for ever, so that it cannot be written
   * again by being repeated: it changes an entry whose version it asks for, and no version comes
   * back. Absence does come back, when somebody deletes what the batch put.
   */
  boolean canHappenOnlyOnce() {
    return batch.operations().stream()
        .anyMatch(operation -> asksForVersion(operation) && !(operation instanceof Check));
  }

  /**
   * Whether the conflict proves that the batch was not written and never will be. Its keys are all
   * whose conditions failed at one moment. A version that was gone then never comes back, so the
   * batch cannot have been written later; a key to be changed that still had the version asked for
   * shows that it was not written before.
   */
  boolean neverWritten(Conflict conflict) {
    Set<Key> failed = new HashSet<>(conflict.keys());
    boolean goneForEver = false;
    boolean untouched = false;
    for (Operation operation : batch.operations()) {
      if (asksForVersion(operation)) {
        boolean holds = !failed.contains(operation.key());
        goneForEver |= !holds;
        untouched |= holds && !(operation instanceof Check);
      }
    }
    return goneForEver && untouched;
  }

  /** Reads what stands at the keys that the batch puts. */
  Found read(StorageReader store) {
    List<Put> puts =
        batch.operations().stream().filter(Put.class::isInstance).map(Put.class::cast).toList();
    List<Optional<Entry>> entries = store.get(puts.stream().map(Put::key).toList());
    Map<Key, Version> ours = new HashMap<>();
    for (int i = 0; i < puts.size(); i++) {
      Put put = puts.get(i);
      entries
          .get(i)
          .filter(entry -> entry.value().equals(put.value()))
          .ifPresent(entry -> ours.put(put.key(), entry.version()));
    }
    boolean all = !puts.isEmpty() && ours.size() == puts.size();
    return new Found(!ours.isEmpty(), all ? ours : null);
  }

  private static boolean asksForVersion(Operation operation) {
    return operation.condition() instanceof Condition.Is;
  }

  /**
   * What stands at the keys that the batch puts.
   *
   * @param anyIsOurs whether a value of the batch is there
   * @param versions of all puts, if the values of all are there
   */
  record Found(boolean anyIsOurs, @Nullable Map<Key, Version> versions) {}
}

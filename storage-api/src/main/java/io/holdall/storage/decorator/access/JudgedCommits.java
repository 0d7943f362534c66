package io.holdall.storage.decorator.access;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.KeyRange;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Conflict;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.StorageException.Unsupported;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.access.JudgedBatch.Judged;
import io.holdall.storage.spi.StorageBackend;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Commits for one caller. Where what is allowed depends on what is there, it is looked at first and
 * committed under the condition that it is still there; what somebody changed in between is looked
 * at again. So no race lets a caller write over what was not allowed to be written over.
 */
final class JudgedCommits {
  private static final int ATTEMPTS = 100;
  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private final StorageBackend store;
  private final JudgedOperation judgement;
  private final Visibility readable;

  JudgedCommits(StorageBackend store, Judge judge, Denials denials, Visibility readable) {
    this.store = store;
    this.judgement = new JudgedOperation(judge, denials);
    this.readable = readable;
  }

  CommitResult commit(WriteBatch asked) {
    JudgedBatch batch = new JudgedBatch(asked, judgement, readable);
    if (batch.isSettled()) {
      return store.commit(batch.settled());
    }
    if (!store.capabilities().conditions()) {
      throw new Unsupported(
          "The policy makes this write depend on what is stored, which this store cannot make"
              + " certain; allow creating and updating together, and without an owner's field");
    }
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Judged judged = batch.judge(look(batch.keysToLookAt()), lookInto(batch.rangesToLookAt()));
      Set<Key> conflicts = new LinkedHashSet<>(judged.conflicts());
      if (!conflicts.isEmpty() || attempt > 1) {
        conflicts.addAll(conflictsOf(batch.settledChecks()));
      }
      if (!conflicts.isEmpty()) {
        throw new Conflict(batch.ordered(conflicts));
      }
      try {
        return store.commit(judged.batch());
      } catch (Conflict e) {
        pause(attempt); // a condition of the batch, or only something that was looked at: see above
      }
    }
    throw new Unavailable("Entries kept changing while access to them was judged");
  }

  private List<Optional<Entry>> look(List<Key> keys) {
    return keys.isEmpty() ? List.of() : store.get(keys);
  }

  private List<List<Entry>> lookInto(List<KeyRange> ranges) {
    return ranges.stream().map(this::lookInto).toList();
  }

  private List<Entry> lookInto(KeyRange range) {
    Scan scan = readable.looksAtValues() ? Scan.over(range) : Scan.over(range).keysOnly();
    List<Entry> entries = new ArrayList<>();
    Optional<Scan> next = Optional.of(scan);
    while (next.isPresent()) {
      Page page = store.scan(next.get());
      entries.addAll(page.entries());
      next = page.next().map(scan::after);
    }
    return entries;
  }

  private List<Key> conflictsOf(WriteBatch checks) {
    if (checks.isEmpty()) {
      return List.of();
    }
    try {
      store.commit(checks);
      return List.of();
    } catch (Conflict e) {
      return e.keys();
    }
  }

  /** A random pause, longer on average with each attempt; none for an interrupted thread. */
  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt, 20));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest));
  }
}

package io.holdall.storage.decorator.limits;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Condition;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.StorageException.LimitExceeded;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Check;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.ReadingExtension;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** See {@link Limits}. */
final class LimitedBackend implements StorageBackend {
  /** What is replaced is read only for its length, so few values at a time. */
  private static final int KEYS_A_READ = 50;

  private final StorageBackend delegate;
  private final Capabilities capabilities;
  private final List<Usage> usages;
  private final Optional<CommitRate> rate;
  private final KeyLocks keyLocks = new KeyLocks();

  /** Shared by commits that a limit concerns, exclusive for counting. */
  private final ReadWriteLock counting = new ReentrantReadWriteLock();

  LimitedBackend(
      StorageBackend delegate, int maxValueBytes, List<Usage> usages, Optional<CommitRate> rate) {
    this.delegate = delegate;
    this.usages = usages;
    this.rate = rate;
    Capabilities below = delegate.capabilities();
    this.capabilities =
        below.toBuilder().maxValueBytes(Math.min(maxValueBytes, below.maxValueBytes())).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (!batch.writes()) {
      return delegate.commit(batch);
    }
    rate.ifPresent(CommitRate::take);
    List<Operation> writes =
        batch.operations().stream().filter(operation -> concerns(operation)).toList();
    if (writes.isEmpty()) {
      return delegate.commit(batch);
    }
    List<Usage> concerned =
        usages.stream()
            .filter(usage -> writes.stream().anyMatch(write -> usage.quota().covers(write.key())))
            .toList();
    return commit(batch, writes, concerned);
  }

  private boolean concerns(Operation operation) {
    return !(operation instanceof Check)
        && usages.stream().anyMatch(usage -> usage.quota().covers(operation.key()));
  }

  private CommitResult commit(WriteBatch batch, List<Operation> writes, List<Usage> concerned) {
    countMissing(concerned);
    counting.readLock().lock();
    try {
      return commitCounted(batch, writes, concerned);
    } catch (LimitExceeded e) {
      if (concerned.stream().noneMatch(Usage::isDoubtful)) {
        throw e;
      }
    } finally {
      counting.readLock().unlock();
    }
    countAnew(concerned);
    counting.readLock().lock();
    try {
      return commitCounted(batch, writes, concerned);
    } finally {
      counting.readLock().unlock();
    }
  }

  /** Once counted, a usage stays so. */
  private void countMissing(List<Usage> concerned) {
    if (concerned.stream().allMatch(Usage::isCounted)) {
      return;
    }
    counting.writeLock().lock();
    try {
      concerned.stream().filter(usage -> !usage.isCounted()).forEach(u -> u.count(delegate));
    } finally {
      counting.writeLock().unlock();
    }
  }

  private void countAnew(List<Usage> concerned) {
    counting.writeLock().lock();
    try {
      concerned.stream().filter(Usage::isDoubtful).forEach(usage -> usage.count(delegate));
    } finally {
      counting.writeLock().unlock();
    }
  }

  private CommitResult commitCounted(
      WriteBatch batch, List<Operation> writes, List<Usage> concerned) {
    KeyLocks.Held keys = keyLocks.lock(writes.stream().map(Operation::key).toList());
    try {
      Map<Usage, Size> changes = changes(writes, concerned);
      reserve(changes);
      return commitReserved(batch, writes, changes);
    } finally {
      keys.release();
    }
  }

  private CommitResult commitReserved(
      WriteBatch batch, List<Operation> writes, Map<Usage, Size> changes) {
    boolean settled = false;
    try {
      CommitResult result = delegate.commit(batch);
      changes.forEach(Usage::written);
      settled = true;
      return result;
    } catch (OutcomeUnknown e) {
      throw e; // settled below
    } catch (StorageException e) {
      changes.forEach(Usage::notWritten);
      settled = true;
      throw e;
    } finally {
      if (!settled) {
        changes.forEach((usage, change) -> usage.unknown(change, puts(usage, writes)));
      }
    }
  }

  /** For all usages or for none. */
  private static void reserve(Map<Usage, Size> changes) {
    List<Usage> reserved = new ArrayList<>();
    try {
      changes.forEach(
          (usage, change) -> {
            usage.reserve(change);
            reserved.add(usage);
          });
    } catch (LimitExceeded e) {
      reserved.forEach(usage -> usage.notWritten(changes.getOrDefault(usage, Size.NOTHING)));
      throw e;
    }
  }

  /** What the batch adds or takes away, for each usage. The keys are locked. */
  private Map<Usage, Size> changes(List<Operation> writes, List<Usage> concerned) {
    Map<Key, Size> present = present(writes);
    Map<Usage, Size> changes = new LinkedHashMap<>();
    for (Usage usage : concerned) {
      Size change = Size.NOTHING;
      for (Operation write : writes) {
        if (usage.quota().covers(write.key())) {
          change = change.plus(after(write)).minus(present.getOrDefault(write.key(), Size.NOTHING));
        }
      }
      changes.put(usage, change);
    }
    return changes;
  }

  /** The sizes of what the batch replaces. What must be absent is not looked for. */
  private Map<Key, Size> present(List<Operation> writes) {
    List<Key> asked =
        writes.stream()
            .filter(write -> !(write.condition() instanceof Condition.Absent))
            .map(Operation::key)
            .toList();
    Map<Key, Size> sizes = new HashMap<>();
    for (int from = 0; from < asked.size(); from += KEYS_A_READ) {
      List<Key> some = asked.subList(from, Math.min(asked.size(), from + KEYS_A_READ));
      delegate
          .get(some)
          .forEach(found -> found.ifPresent(entry -> sizes.put(entry.key(), Size.of(entry))));
    }
    return sizes;
  }

  private static Size after(Operation write) {
    return write instanceof Put put ? Size.of(put.key(), put.value()) : Size.NOTHING;
  }

  private static Size puts(Usage usage, List<Operation> writes) {
    return writes.stream()
        .filter(write -> usage.quota().covers(write.key()))
        .map(LimitedBackend::after)
        .reduce(Size.NOTHING, Size::plus);
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return delegate.scan(scan);
  }

  @Override
  public Snapshot snapshot() {
    return delegate.snapshot();
  }

  /** The delegate's, and how much of each limit is used. */
  @Override
  public StorageStats stats() {
    StorageStats stats = delegate.stats();
    Map<String, String> details = new LinkedHashMap<>(stats.details());
    for (Usage usage : usages) {
      String where = usage.quota().prefix() == null ? "" : " under " + usage.quota().name();
      details.put("limits" + where, usage.describe());
    }
    return new StorageStats(stats.entries(), stats.storedBytes(), details);
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    // Any other might write past the limits.
    return ReadingExtension.isMarked(type) ? delegate.extension(type) : Optional.empty();
  }

  @Override
  public void close() {
    delegate.close();
  }
}

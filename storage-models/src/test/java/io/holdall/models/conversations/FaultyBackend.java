package io.holdall.models.conversations;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A backend whose next commits fail as they are told to; those not told of succeed. */
final class FaultyBackend implements StorageBackend {
  enum Fault {
    /** The commit happens. */
    NONE,
    /** The commit happens, its answer is lost. */
    ANSWER_LOST,
    /** The commit does not happen, and nobody can tell. */
    REQUEST_LOST,
    /** The commit does not happen, which is said. */
    REFUSED
  }

  /** A batch that this holds for meets the fault. */
  record Plan(Predicate<WriteBatch> batch, Fault fault, Runnable before) {}

  private final StorageBackend delegate;
  private final Queue<Plan> plans = new ConcurrentLinkedQueue<>();
  private volatile boolean unreadable;
  private final AtomicInteger commits = new AtomicInteger();

  FaultyBackend(StorageBackend delegate) {
    this.delegate = delegate;
  }

  /** The next commits meet these, one each. */
  void next(Fault... faults) {
    for (Fault fault : faults) {
      plans.add(new Plan(batch -> true, fault, () -> {}));
    }
  }

  /** Runs this just before the next commit for which the condition holds, once. */
  void before(Predicate<WriteBatch> batch, Runnable action) {
    plans.add(new Plan(batch, Fault.NONE, action));
  }

  /** Whether reads fail. */
  void unreadable(boolean value) {
    unreadable = value;
  }

  /** Forgets what was to come. */
  void heal() {
    plans.clear();
  }

  int commits() {
    return commits.get();
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    commits.incrementAndGet();
    Plan plan = plans.peek();
    if (plan == null || !plan.batch.test(batch)) {
      return delegate.commit(batch);
    }
    plans.remove();
    plan.before.run();
    return switch (plan.fault) {
      case NONE -> delegate.commit(batch);
      case ANSWER_LOST -> {
        CommitResult lost = delegate.commit(batch);
        throw new OutcomeUnknown("The answer was lost", null).with("puts", lost.versions().size());
      }
      case REQUEST_LOST -> throw new OutcomeUnknown("The request was lost", null);
      case REFUSED -> throw new Unavailable("The store cannot be reached");
    };
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    requireReadable();
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    requireReadable();
    return delegate.scan(scan);
  }

  private void requireReadable() {
    if (unreadable) {
      throw new Unavailable("The store cannot be reached");
    }
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public Snapshot snapshot() {
    return delegate.snapshot();
  }

  @Override
  public StorageStats stats() {
    return delegate.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    delegate.close();
  }
}

package io.holdall.storage.decorator.access;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** The store as one caller may see and change it. It does not own the store and never closes it. */
final class PrincipalView implements StorageBackend {
  private final StorageBackend delegate;
  private final BooleanSupplier storeClosed;
  private final Judge judge;
  private final Denials denials;
  private final VisibleReader reader;
  private final JudgedCommits commits;
  private final Set<VisibleSnapshot> snapshots = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A view.
   *
   * @param storeClosed whether the store was closed; asked before every call, as not every call
   *     gets as far as the delegate
   */
  PrincipalView(
      StorageBackend delegate, BooleanSupplier storeClosed, Judge judge, Denials denials) {
    this.delegate = delegate;
    this.storeClosed = storeClosed;
    this.judge = judge;
    this.denials = denials;
    this.reader = new VisibleReader(judge, denials);
    this.commits = new JudgedCommits(delegate, judge, denials, reader.readable());
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    requireOpen();
    return reader.get(delegate, keys);
  }

  @Override
  public Page scan(Scan scan) {
    requireOpen();
    return reader.scan(delegate, scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    requireOpen();
    return commits.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    requireOpen();
    VisibleSnapshot snapshot = new VisibleSnapshot(delegate.snapshot());
    snapshots.add(snapshot);
    if (closed) { // meanwhile, and perhaps after close() went through the snapshots
      snapshot.close();
    }
    return snapshot;
  }

  /** Figures of the whole store tell of what one may not see, so they are for administrators. */
  @Override
  public StorageStats stats() {
    requireOpen();
    if (!judge.administers()) {
      throw denials.refused(
          judge.principal(),
          Permission.ADMINISTER,
          "The figures of the store are for those who may administer it");
    }
    return delegate.stats();
  }

  /** None: a query in SQL knows no principals, and a view of a view could be of somebody else. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  /** Ends the view and its snapshots, not the store. */
  @Override
  public void close() {
    closed = true;
    snapshots.forEach(VisibleSnapshot::close);
  }

  private void requireOpen() {
    if (storeClosed.getAsBoolean()) {
      throw new Closed("The store is closed");
    }
    if (closed) {
      throw new Closed("The view of the store is closed");
    }
  }

  /** A snapshot of the store, seen as the view sees the store. */
  private final class VisibleSnapshot implements Snapshot {
    private final Snapshot frozen;
    private volatile boolean released;

    VisibleSnapshot(Snapshot frozen) {
      this.frozen = frozen;
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      requireUsable();
      return reader.get(frozen, keys);
    }

    @Override
    public Page scan(Scan scan) {
      requireUsable();
      return reader.scan(frozen, scan);
    }

    @Override
    public void close() {
      released = true;
      snapshots.remove(this);
      frozen.close();
    }

    private void requireUsable() {
      requireOpen();
      if (released) {
        throw new Closed("The snapshot is closed");
      }
    }
  }
}

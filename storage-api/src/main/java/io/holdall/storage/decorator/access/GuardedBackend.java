package io.holdall.storage.decorator.access;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.Closed;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.PrincipalViews;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/**
 * The store with access control around it. Used as it is, nobody asks: it does what the policy
 * allows to callers without a principal, usually nothing. {@link #as} gives the views for
 * principals.
 */
final class GuardedBackend implements StorageBackend, PrincipalViews {
  private final StorageBackend delegate;
  private final Policy policy;
  private final Denials denials;
  private final PrincipalView nobody;
  private volatile boolean closed;

  GuardedBackend(StorageBackend delegate, Policy policy, Denials denials) {
    this.delegate = delegate;
    this.policy = policy;
    this.denials = denials;
    this.nobody = view(Optional.empty());
  }

  private PrincipalView view(Optional<Principal> principal) {
    return new PrincipalView(delegate, () -> closed, policy.judge(principal), denials);
  }

  @Override
  public StorageBackend as(Principal principal) {
    requireOpen();
    return view(Optional.of(principal));
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return nobody(Permission.READ).get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return nobody(Permission.LIST).scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return nobody(Permission.UPDATE).commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    return nobody(Permission.READ).snapshot();
  }

  @Override
  public StorageStats stats() {
    return nobody(Permission.ADMINISTER).stats();
  }

  /** What it offers itself, and nothing of the delegate: a query in SQL knows no principals. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    if (type == PrincipalViews.class) {
      return Optional.of(type.cast(this));
    }
    return type == AccessStatistics.class ? Optional.of(type.cast(denials)) : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    delegate.close();
  }

  /** The view of callers without a principal, if the policy says anything about them. */
  private PrincipalView nobody(Permission needed) {
    requireOpen();
    if (!policy.allowsAnonymous()) {
      throw denials.refused(
          Optional.empty(),
          needed,
          "This store has access control: use it as somebody, with storage.as(principal)");
    }
    return nobody;
  }

  private void requireOpen() {
    if (closed) {
      throw new Closed("The store is closed");
    }
  }
}

package io.holdall.cli.command;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/** A store as its principal sees it, which closes the store with the view. */
final class PrincipalStore implements StorageBackend {
  private final Storage store;
  private final StorageBackend view;

  /** As this principal; if it cannot be, the store is closed. */
  PrincipalStore(Storage store, Principal principal) {
    this.store = store;
    try {
      this.view = store.as(principal).backend();
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  @Override
  public Capabilities capabilities() {
    return view.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return view.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return view.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return view.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    return view.snapshot();
  }

  @Override
  public StorageStats stats() {
    return view.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return view.extension(type);
  }

  @Override
  public void close() {
    view.close();
    store.close();
  }
}

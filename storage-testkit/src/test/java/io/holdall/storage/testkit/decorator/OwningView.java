package io.holdall.storage.testkit.decorator;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Principal;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.PrincipalViews;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/** A principal's view that closes the store with it, as the kit expects of what it opens. */
final class OwningView implements StorageBackend {
  private final StorageBackend store;
  private final StorageBackend view;

  OwningView(StorageBackend store, Principal principal) {
    this.store = store;
    this.view = store.extension(PrincipalViews.class).orElseThrow().as(principal);
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

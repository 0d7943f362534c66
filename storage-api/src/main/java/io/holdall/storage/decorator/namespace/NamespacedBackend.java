package io.holdall.storage.decorator.namespace;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** See {@link Namespace}. */
final class NamespacedBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Prefix prefix;
  private final Capabilities capabilities;

  NamespacedBackend(StorageBackend delegate, Prefix prefix) {
    this.delegate = delegate;
    this.prefix = prefix;
    Capabilities whole = delegate.capabilities();
    this.capabilities =
        whole.toBuilder().maxKeyBytes(whole.maxKeyBytes() - prefix.length()).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return prefix.get(delegate, keys, capabilities.maxKeyBytes());
  }

  @Override
  public Page scan(Scan scan) {
    return prefix.scan(delegate, scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    WriteBatch prefixed = prefix.toBackend(batch);
    CommitResult result = prefix.translating(() -> delegate.commit(prefixed));
    Map<Key, Version> versions = new HashMap<>();
    result.versions().forEach((key, version) -> versions.put(prefix.toInside(key), version));
    return new CommitResult(versions);
  }

  @Override
  public Snapshot snapshot() {
    return new NamespacedSnapshot(
        prefix.translating(delegate::snapshot), prefix, capabilities.maxKeyBytes());
  }

  /** Without figures: the delegate's are about everything. It is asked whether it is closed. */
  @Override
  public StorageStats stats() {
    prefix.translating(delegate::stats);
    return new StorageStats(OptionalLong.empty(), OptionalLong.empty(), Map.of());
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty(); // it would see what is outside
  }

  @Override
  public void close() {
    delegate.close();
  }
}

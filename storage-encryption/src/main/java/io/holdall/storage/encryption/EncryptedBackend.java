package io.holdall.storage.encryption;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageReader;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A store that keeps everything encrypted; {@link Encryption} has the promises. */
final class EncryptedBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Opening opening;
  private final Capabilities capabilities;
  private final StorageReader reader;

  // Set once. Missing only while the store is empty and opened read-only.
  private volatile @Nullable Ciphers ciphers;

  private EncryptedBackend(
      StorageBackend delegate,
      Opening opening,
      Capabilities capabilities,
      @Nullable Ciphers found) {
    this.delegate = delegate;
    this.opening = opening;
    this.capabilities = capabilities;
    this.ciphers = found;
    this.reader = new DecryptingReader(delegate, () -> ciphers(delegate));
  }

  static EncryptedBackend open(StorageBackend delegate, Opening opening) {
    Capabilities capabilities = Limits.within(delegate.capabilities(), opening);
    return new EncryptedBackend(
        delegate, opening, capabilities, opening.open(delegate).orElse(null));
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return reader.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return reader.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    Optional<Ciphers> open = ciphers(delegate);
    // Without ciphers the store is empty and not written: what is asked needs no translation.
    return open.isPresent()
        ? new SealedBatch(open.get(), batch).commitTo(delegate)
        : delegate.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    Snapshot snapshot = delegate.snapshot();
    return new DecryptingSnapshot(
        snapshot, new DecryptingReader(snapshot, () -> ciphers(snapshot)));
  }

  @Override
  public StorageStats stats() {
    StorageStats stats = delegate.stats();
    OptionalLong entries = stats.entries();
    return entries.isPresent() && ciphers != null
        ? new StorageStats(
            OptionalLong.of(entries.getAsLong() - 1), stats.storedBytes(), stats.details())
        : stats;
  }

  /** The delegate's own would show ciphertext. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type == EncryptedStore.class
        ? ciphers(delegate).map(open -> type.cast(new Rekeying(delegate, open)))
        : Optional.empty();
  }

  @Override
  public void close() {
    delegate.close();
  }

  private Optional<Ciphers> ciphers(StorageReader store) {
    Ciphers known = ciphers;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Ciphers> found = opening.find(store);
    found.ifPresent(open -> ciphers = open);
    return found;
  }
}

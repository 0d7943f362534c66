package io.holdall.storage.compression;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Operation;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** See {@link Compression}. */
final class CompressedBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Capabilities capabilities;
  private final StoredDictionaries dictionaries;
  private final Packing packing;
  private final Unpacking unpacking;
  private final LongAdder bytesGiven = new LongAdder();
  private final LongAdder bytesStored = new LongAdder();

  CompressedBackend(StorageBackend delegate, int level, int leastBytes) {
    this.delegate = delegate;
    Capabilities below = delegate.capabilities();
    this.capabilities =
        below.toBuilder().maxValueBytes(below.maxValueBytes() - Packing.MOST_ADDED).build();
    this.dictionaries = new StoredDictionaries(delegate, level);
    // The limit may have been higher when a value was written, but hardly above the default.
    int mostBytes = Math.max(below.maxValueBytes(), Capabilities.DEFAULT_MAX_VALUE_BYTES);
    this.packing = new Packing(dictionaries, level, leastBytes, mostBytes);
    this.unpacking = new Unpacking(packing);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    WriteBatch.Builder packed = WriteBatch.builder();
    batch.operations().forEach(operation -> packed.add(packed(operation)));
    batch.rangeChecks().forEach(check -> packed.checkRange(check.range(), check.expected()));
    return delegate.commit(packed.build());
  }

  private Operation packed(Operation operation) {
    if (!(operation instanceof Put put) || put.key().isReserved()) {
      return operation;
    }
    Value stored = packing.pack(put.value());
    bytesGiven.add(put.value().length());
    bytesStored.add(stored.length());
    return new Put(put.key(), stored, put.condition());
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return unpacking.get(delegate, keys);
  }

  @Override
  public Page scan(Scan scan) {
    return unpacking.scan(delegate, scan);
  }

  @Override
  public Snapshot snapshot() {
    return new CompressedSnapshot(delegate.snapshot(), unpacking);
  }

  /** The delegate's, and what compression has achieved since the store was opened. */
  @Override
  public StorageStats stats() {
    StorageStats stats = delegate.stats();
    Map<String, String> details = new LinkedHashMap<>(stats.details());
    details.put(
        "compression", "%d bytes written as %d".formatted(bytesGiven.sum(), bytesStored.sum()));
    return new StorageStats(stats.entries(), stats.storedBytes(), details);
  }

  /** Its own; the delegate's would see values compressed. */
  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return type == Dictionaries.class ? Optional.of(type.cast(dictionaries)) : Optional.empty();
  }

  @Override
  public void close() {
    try {
      delegate.close();
    } finally {
      packing.close();
    }
  }
}

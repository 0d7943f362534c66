package io.holdall.storage.testkit.decorator;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.readonly.ReadOnly;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import io.holdall.storage.testkit.BackendContract;
import io.holdall.storage.testkit.BackendUnderTest;
import io.holdall.storage.testkit.DecoratorRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Everything is read through the decorator; only what writes goes past it, for the kit's sake. */
final class ReadOnlyContractTest extends BackendContract {
  @Override
  protected BackendUnderTest backend() {
    return BackendUnderTest.ofType("memory").decoratedBy(WritablePast::new);
  }

  @Test
  void itWritesOutEveryMethod() {
    try (WritablePast past = new WritablePast(new MemoryBackend())) {
      DecoratorRules.overridesEveryMethod(past.readOnly.getClass());
    }
  }

  private static final class WritablePast implements StorageBackend {
    private final StorageBackend writable;
    private final StorageBackend readOnly;

    WritablePast(StorageBackend backend) {
      writable = backend;
      readOnly = ReadOnly.decorator().decorate(backend);
    }

    @Override
    public Capabilities capabilities() {
      return readOnly.capabilities().toBuilder().readOnly(false).build();
    }

    @Override
    public CommitResult commit(WriteBatch batch) {
      return (batch.writes() ? writable : readOnly).commit(batch);
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      return readOnly.get(keys);
    }

    @Override
    public Page scan(Scan scan) {
      return readOnly.scan(scan);
    }

    @Override
    public Snapshot snapshot() {
      return readOnly.snapshot();
    }

    @Override
    public StorageStats stats() {
      return readOnly.stats();
    }

    @Override
    public <T> Optional<T> extension(Class<T> type) {
      return readOnly.extension(type);
    }

    @Override
    public void close() {
      readOnly.close();
    }
  }
}

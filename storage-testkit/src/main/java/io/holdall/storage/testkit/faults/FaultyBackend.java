package io.holdall.storage.testkit.faults;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/** See {@link Faults}. */
final class FaultyBackend implements StorageBackend {
  private final StorageBackend delegate;
  private final Faults faults;

  FaultyBackend(StorageBackend delegate, Faults faults) {
    this.delegate = delegate;
    this.faults = faults;
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return switch (faults.onCommit(batch)) {
      case NONE -> delegate.commit(batch);
      case REFUSED -> throw Faults.refused();
      case REQUEST_LOST -> throw lost("The request was lost, by a fault on purpose");
      case ANSWER_LOST -> {
        CommitResult answer = delegate.commit(batch);
        throw (OutcomeUnknown)
            lost("The answer was lost, by a fault on purpose")
                .with("puts", answer.versions().size());
      }
    };
  }

  private static OutcomeUnknown lost(String text) {
    return new OutcomeUnknown(text, null);
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    faults.onRead();
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    faults.onRead();
    return delegate.scan(scan);
  }

  @Override
  public Snapshot snapshot() {
    faults.onRead();
    return new FaultySnapshot(delegate.snapshot(), faults);
  }

  @Override
  public StorageStats stats() {
    faults.onRead();
    return delegate.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty(); // it would never fail
  }

  @Override
  public void close() {
    delegate.close();
  }
}

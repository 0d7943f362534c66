package io.holdall.storage.decorator.caching;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.WriteBatch.Put;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.util.List;
import java.util.Optional;

/**
 * A store in memory whose calls are steps, and which fails as the value that is written tells it
 * to: {@link #LOST} and {@link #REFUSED}.
 */
final class SteppingBackend implements StorageBackend {
  /** A value that begins so is written, and the answer is lost. */
  static final String LOST = "lost";

  /** A value that begins so is not written, and the answer says so. */
  static final String REFUSED = "refused";

  private final StorageBackend delegate = new MemoryBackend();
  private final Interleavings steps;
  private final boolean isSecondTier;

  private SteppingBackend(Interleavings steps, boolean isSecondTier) {
    this.steps = steps;
    this.isSecondTier = isSecondTier;
  }

  /** Each read is a step; before and after each commit one ends. */
  static SteppingBackend store(Interleavings steps) {
    return new SteppingBackend(steps, false);
  }

  /**
   * Each read is a step, and each commit that puts. What is deleted there is not looked for, and
   * what follows a put begins with a step.
   */
  static SteppingBackend secondTier(Interleavings steps) {
    return new SteppingBackend(steps, true);
  }

  @Override
  public Capabilities capabilities() {
    return delegate.capabilities();
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    steps.pause();
    return delegate.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    steps.pause();
    return delegate.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    if (isSecondTier) {
      if (writes(batch, "")) {
        steps.pause();
      }
      return delegate.commit(batch);
    }
    steps.pause();
    if (writes(batch, REFUSED)) {
      throw new Unavailable("Refused");
    }
    CommitResult result = delegate.commit(batch);
    steps.pause();
    if (writes(batch, LOST)) {
      throw new OutcomeUnknown("Lost", null);
    }
    return result;
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

  private static boolean writes(WriteBatch batch, String begin) {
    return batch.operations().stream()
        .anyMatch(
            operation -> operation instanceof Put put && put.value().text().startsWith(begin));
  }
}

package io.holdall.storage.decorator.caching;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.spi.StorageBackend;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads from the second tier, but not for ever, and never fails. */
final class PatientReader {
  private final StorageBackend backend;
  private final Executor executor;
  private final long patience;
  private final Health health;

  /**
   * @param patience how many nanoseconds a read may take
   */
  PatientReader(StorageBackend backend, Executor executor, long patience, Health health) {
    this.backend = backend;
    this.executor = executor;
    this.patience = patience;
    this.health = health;
  }

  /** What stands under these names, or empty if that could not be learnt in time. */
  Optional<List<Optional<Entry>>> get(List<Key> names) {
    FutureTask<List<Optional<Entry>>> read = new FutureTask<>(() -> backend.get(names));
    try {
      executor.execute(read);
      List<Optional<Entry>> values = read.get(patience, TimeUnit.NANOSECONDS);
      health.worked();
      return Optional.of(values);
    } catch (RejectedExecutionException e) {
      return Optional.empty(); // as many as may be are reading; that is no failure
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the store decides what that means
      return Optional.empty();
    } catch (ExecutionException e) {
      health.failed(e.getCause() == null ? e : e.getCause());
      return Optional.empty();
    } catch (TimeoutException e) {
      health.failed(e);
      return Optional.empty();
    }
  }
}

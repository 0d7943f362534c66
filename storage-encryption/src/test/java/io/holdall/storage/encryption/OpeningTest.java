package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.Configuration;
import io.holdall.storage.StorageException.OutcomeUnknown;
import io.holdall.storage.StorageException.Unavailable;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.decorator.caching.Caching;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import io.holdall.storage.sqlite.SqliteBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first opening of a store, whoever else is at it, and whatever fails. */
class OpeningTest {
  private static final Key KEY = Key.of("a");
  private static final Value VALUE = Value.json("1");

  private final MemoryBackend backend = new MemoryBackend();
  private final Encryption encryption = Encryption.of(TestKeys.keys()).encryptingNames();

  @TempDir Path directory;

  @Test
  void manyThatOpenANewStoreAtOnceAgree() throws Exception {
    int openers = 8;
    CyclicBarrier start = new CyclicBarrier(openers);
    ExecutorService threads = Executors.newFixedThreadPool(openers);
    try {
      List<Future<String>> ids = new ArrayList<>();
      for (int i = 0; i < openers; i++) {
        Key key = KEY.child(i);
        Callable<String> opener =
            () -> {
              start.await();
              StorageBackend sqlite = SqliteBackend.open(directory.resolve("store.db"));
              try (Storage storage = Storage.builder(sqlite).with(encryption).open()) {
                storage.put(key, VALUE);
                return storage.extension(EncryptedStore.class).orElseThrow().storeId();
              }
            };
        ids.add(threads.submit(opener));
      }
      for (Future<String> id : ids) {
        assertThat(id.get()).isEqualTo(ids.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
    StorageBackend sqlite = SqliteBackend.open(directory.resolve("store.db"));
    try (Storage storage = Storage.builder(sqlite).with(encryption).open()) {
      assertThat(storage.stream(Scan.all()).map(Entry::value)).hasSize(openers).containsOnly(VALUE);
    }
  }

  @Test
  void anotherThatWasFasterIsFollowed() {
    StorageBackend raced =
        new Meddled(
            backend,
            batch -> {
              Storage.builder(new Unclosed(backend)).with(encryption).open().put(KEY, VALUE);
              return backend.commit(batch);
            });
    Storage storage = Storage.builder(raced).with(encryption).open();
    assertThat(storage.get(KEY).map(Entry::value)).contains(VALUE);
  }

  @Test
  void anotherThatWritesBetweenTwoLooksIsFollowed() {
    Storage storage = Storage.builder(overtakenBetweenTwoLooks()).with(encryption).open();
    assertThat(storage.get(KEY).map(Entry::value)).contains(VALUE);
  }

  /** A cache further in remembers that the store's own entry was absent. */
  @Test
  void anotherThatWritesBetweenTwoLooksIsFollowedThroughACache() {
    Storage storage =
        Storage.builder(overtakenBetweenTwoLooks())
            .with(Caching.ofBytes(1 << 20))
            .with(encryption)
            .open();
    assertThat(storage.get(KEY).map(Entry::value)).contains(VALUE);
  }

  /** Another makes it an encrypted store, and writes, before the first scan. */
  private StorageBackend overtakenBetweenTwoLooks() {
    AtomicInteger looks = new AtomicInteger();
    return new Meddled(
        backend,
        backend::commit,
        () -> {
          if (looks.incrementAndGet() == 1) {
            Storage.builder(new Unclosed(backend)).with(encryption).open().put(KEY, VALUE);
          }
        });
  }

  @Test
  void unencryptedEntryThatComesWhileTheStoreIsMadeIsNoticed() {
    StorageBackend raced =
        new Meddled(
            backend,
            batch -> {
              backend.commit(WriteBatch.builder().put(KEY, VALUE).build());
              return backend.commit(batch);
            });
    assertThatThrownBy(() -> encryption.decorate(raced))
        .isInstanceOf(Configuration.class)
        .hasMessageContaining("not encrypted");
    assertThat(Storage.of(backend).get(KEY).map(Entry::value)).contains(VALUE);
  }

  @Test
  void lostAnswerIsLookedUp() {
    StorageBackend losing =
        new Meddled(
            backend,
            batch -> {
              backend.commit(batch);
              throw new OutcomeUnknown("The answer was lost", null);
            });
    Storage.builder(losing).with(encryption).open();
    StorageBackend failing =
        new Meddled(
            new MemoryBackend(),
            batch -> {
              throw new OutcomeUnknown("The answer was lost", null);
            });
    assertThatThrownBy(() -> encryption.decorate(failing)).isInstanceOf(OutcomeUnknown.class);
  }

  @Test
  void failedFirstOpeningLeavesAnEmptyStore() {
    StorageBackend failing =
        new Meddled(
            backend,
            batch -> {
              throw new Unavailable("No room");
            });
    assertThatThrownBy(() -> encryption.decorate(failing)).isInstanceOf(Unavailable.class);
    assertThat(backend.scan(Scan.all()).entries()).isEmpty();
  }

  /** A store with something else in place of its commits, and before its scans. */
  private record Meddled(
      StorageBackend delegate, Function<WriteBatch, CommitResult> committing, Runnable beforeScan)
      implements StorageBackend {
    Meddled(StorageBackend delegate, Function<WriteBatch, CommitResult> committing) {
      this(delegate, committing, () -> {});
    }

    @Override
    public Capabilities capabilities() {
      return delegate.capabilities();
    }

    @Override
    public List<Optional<Entry>> get(List<Key> keys) {
      return delegate.get(keys);
    }

    @Override
    public Page scan(Scan scan) {
      beforeScan.run();
      return delegate.scan(scan);
    }

    @Override
    public CommitResult commit(WriteBatch batch) {
      return committing.apply(batch);
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
  }
}

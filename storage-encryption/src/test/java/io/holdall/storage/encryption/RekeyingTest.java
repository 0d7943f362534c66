package io.holdall.storage.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.ProgressListener;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageException.AccessDenied;
import io.holdall.storage.StorageException.Corrupt;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.encryption.EncryptedStore.Result;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.spi.Capabilities.Atomicity;
import io.holdall.storage.spi.StorageBackend;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RekeyingTest {
  private static final int ENTRIES = 1_000;

  private final Keys old = TestKeys.keys();
  private final Keys rotated = old.rotated();

  private MemoryBackend backend = new MemoryBackend();

  @Test
  void everyEntryIsUnderThePrimaryKeyAndTheOldOneMayGo() {
    fill();
    EncryptedStore store = encrypted(rotated);
    assertThat(store.usage(ProgressListener.NONE)).isEqualTo(Map.of(old.primaryId(), 1_001L));

    assertThat(store.rekey(ProgressListener.NONE)).isEqualTo(new Result(1_001, 0));

    assertThat(store.usage(ProgressListener.NONE)).isEqualTo(Map.of(rotated.primaryId(), 1_001L));
    assertHolds(rotated.withEnabled(old.primaryId(), false));
    assertThatThrownBy(() -> open(old))
        .isInstanceOf(AccessDenied.class)
        .hasMessageContaining("key-id=" + rotated.primaryId());
  }

  @Test
  void workThatIsStoppedIsContinued() {
    fill();
    AtomicInteger steps = new AtomicInteger();
    ProgressListener stopping =
        (done, total) -> {
          assertThat(total).isEqualTo(1_001);
          if (steps.incrementAndGet() == 500) {
            throw new IllegalStateException("stopped");
          }
        };
    assertThatThrownBy(() -> encrypted(rotated).rekey(stopping)).hasMessage("stopped");
    assertHolds(rotated);

    Result rest = encrypted(rotated).rekey(ProgressListener.NONE);
    assertThat(rest.unchanged()).isBetween(400L, 700L);
    assertThat(rest.encrypted() + rest.unchanged()).isEqualTo(1_001);
    assertHolds(rotated.withEnabled(old.primaryId(), false));
    assertThat(encrypted(rotated).rekey(ProgressListener.NONE)).isEqualTo(new Result(0, 1_001));
  }

  @Test
  void storeOfSingleEntriesIsEncryptedAnewToo() {
    backend =
        new MemoryBackend(
            MemoryBackend.defaultCapabilities()
                .atomicity(Atomicity.ENTRY)
                .rangeChecks(false)
                .build());
    fill();
    assertThat(encrypted(rotated).rekey(ProgressListener.NONE)).isEqualTo(new Result(1_001, 0));
    assertHolds(rotated.withEnabled(old.primaryId(), false));
  }

  @Test
  void whatOthersWriteMeanwhileIsNotLost() throws Exception {
    fill();
    Storage storage = open(rotated);
    AtomicBoolean done = new AtomicBoolean();
    Map<Key, Value> written = new TreeMap<>();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                for (int i = 0; !done.get() || i < 50; i++) {
                  Value value = Value.json("\"new " + i + "\"");
                  Key key = key(i % ENTRIES);
                  storage.put(key, value);
                  written.put(key, value);
                  storage.delete(key((i + 500) % ENTRIES));
                  written.remove(key((i + 500) % ENTRIES));
                }
              });
      for (int round = 0; round < 3; round++) {
        encrypted(rotated).rekey(ProgressListener.NONE);
      }
      done.set(true);
      writer.get();
    } finally {
      thread.shutdownNow();
    }
    written.forEach(
        (key, value) ->
            assertThat(storage.get(key).map(Entry::value)).as(key.encoded()).contains(value));
    assertThat(encrypted(rotated).usage(ProgressListener.NONE))
        .containsOnlyKeys(rotated.primaryId());
  }

  @Test
  void damagedEntryEndsTheWorkNamingItsKey() {
    fill();
    Key stored = backend.scan(Scan.all().limit(3).keysOnly().reversed()).entries().get(2).key();
    byte[] damaged = backend.get(List.of(stored)).get(0).orElseThrow().value().bytes();
    damaged[damaged.length - 1]++;
    backend.commit(WriteBatch.builder().put(stored, Value.binary(damaged)).build());
    assertThatThrownBy(() -> encrypted(rotated).rekey(ProgressListener.NONE))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("key=data/");
  }

  private void fill() {
    Storage storage = open(old);
    for (int i = 0; i < ENTRIES; i++) {
      storage.put(key(i), value(i));
    }
  }

  private void assertHolds(Keys keys) {
    Storage storage = open(keys);
    for (int i = 0; i < ENTRIES; i++) {
      assertThat(storage.get(key(i)).map(Entry::value)).contains(value(i));
    }
  }

  private Storage open(Keys keys) {
    StorageBackend unclosed = new Unclosed(backend);
    return Storage.builder(unclosed).with(Encryption.of(keys).encryptingNames()).open();
  }

  private EncryptedStore encrypted(Keys keys) {
    return open(keys).extension(EncryptedStore.class).orElseThrow();
  }

  private static Key key(int i) {
    return Key.of("data", "name " + i % 10).child(i);
  }

  private static Value value(int i) {
    return Value.json("{\"n\":" + i + "}");
  }
}

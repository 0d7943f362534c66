package io.holdall.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Scan;
import io.holdall.storage.Storage;
import io.holdall.storage.StorageSnapshot;
import io.holdall.storage.Value;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.spi.Capabilities.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files come and go quickly under many readers, some of which are interrupted again and again. */
final class ReadingUnderCompactionTest {
  private static final int KEYS = 50;
  private static final int COMMITS = 6_000;

  @TempDir private Path temporary;

  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  @Timeout(120)
  void readersSeeEveryCommitWholeWhileSegmentsComeAndGo() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    Path directory = temporary.resolve("store");
    try (Storage writer =
            Storage.of(
                JsonBackend.builder(directory)
                    .segmentBytes(8_192)
                    .durability(Durability.PROCESS)
                    .open());
        Storage follower = Storage.of(JsonBackend.builder(directory).readOnly(true).open())) {
      commit(writer, 1);
      List<Future<Long>> readers = new ArrayList<>();
      readers.add(threads.submit(() -> read(() -> get(writer, false))));
      readers.add(threads.submit(() -> read(() -> get(writer, true))));
      readers.add(threads.submit(() -> read(() -> scan(writer))));
      readers.add(threads.submit(() -> read(() -> snapshot(writer))));
      readers.add(threads.submit(() -> read(() -> scan(follower))));
      for (int i = 2; i <= COMMITS; i++) {
        commit(writer, i);
      }
      done.set(true);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(writer.stats().details()).doesNotContainKey("problem");
      assertThat(Integer.parseInt(writer.stats().details().get("segments"))).isLessThan(500);
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  /** All keys get the number of the commit, so a commit that is seen by half shows. */
  private void commit(Storage storage, int number) {
    WriteBatch.Builder batch = WriteBatch.builder();
    batch.put(Key.of("k").child(number % KEYS), Value.json(Integer.toString(number)));
    batch.put(Key.of("last", "a"), Value.json(Integer.toString(number)));
    batch.put(Key.of("last", "b"), Value.json(Integer.toString(number)));
    storage.commit(batch.build());
    acknowledged.set(number);
  }

  private long read(Callable<Void> reading) throws Exception {
    long times = 0;
    while (!done.get()) {
      reading.call();
      times++;
    }
    return times;
  }

  private Void get(Storage storage, boolean interrupted) {
    long before = acknowledged.get();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    long found = number(storage.get(Key.of("last", "a")).orElseThrow());
    assertThat(Thread.interrupted()).isEqualTo(interrupted);
    assertThat(found).isGreaterThanOrEqualTo(before);
    return null;
  }

  private Void scan(Storage storage) {
    List<Entry> entries = storage.scan(Scan.under(Key.of("last"))).entries();
    assertThat(number(entries.get(0))).isEqualTo(number(entries.get(1)));
    return null;
  }

  private Void snapshot(Storage storage) {
    try (StorageSnapshot snapshot = storage.snapshot()) {
      long last = number(snapshot.get(Key.of("last", "a")).orElseThrow());
      for (Entry entry : snapshot.scan(Scan.under(Key.of("k"))).entries()) {
        assertThat(number(entry)).isLessThanOrEqualTo(last).isGreaterThan(last - KEYS);
      }
      assertThat(number(snapshot.get(Key.of("last", "b")).orElseThrow())).isEqualTo(last);
    }
    return null;
  }

  private static long number(Entry entry) {
    return Long.parseLong(entry.value().text());
  }
}

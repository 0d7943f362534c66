package io.holdall.benchmarks;

import io.holdall.storage.Storage;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.ChronicleBackend;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Opening a store of many entries after it was closed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      ChronicleFlags.LANG,
      ChronicleFlags.REFLECT,
      ChronicleFlags.COMPILER,
      ChronicleFlags.CHANNELS,
      ChronicleFlags.CLEANERS
    })
public class ChronicleOpen {
  private static final int BATCH = 10_000;

  /** How many entries of 400 bytes the store has. */
  @Param("1000000")
  private int entries;

  private final Folder folder = new Folder();
  private @Nullable Storage opened;

  private ChronicleBackend.Builder store() {
    return ChronicleBackend.builder(folder.file("store"))
        .entries(entries)
        .averageKeyBytes(48)
        .averageValueBytes(Payload.VALUE_BYTES);
  }

  /** Writes the store. */
  @Setup
  public void fill() {
    try (Storage storage = Storage.of(store().open())) {
      for (int written = 0; written < entries; ) {
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int end = Math.min(entries, written + BATCH); written < end; written++) {
          batch.put(Payload.key(written), Payload.value());
        }
        storage.commit(batch.build());
      }
    }
  }

  /** Opens it. */
  @Benchmark
  public Storage open() {
    Storage storage = Storage.of(store().open());
    opened = storage;
    return storage;
  }

  /** Closes it, outside the measurement. */
  @TearDown(Level.Iteration)
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }

  /** Removes the store. */
  @TearDown
  public void remove() {
    folder.close();
  }
}

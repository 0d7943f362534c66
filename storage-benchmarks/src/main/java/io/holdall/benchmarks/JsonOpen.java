package io.holdall.benchmarks;

import io.holdall.storage.Storage;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.JsonBackend;
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

/** Opening a store of many entries, in a heap that holds the index but not the values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx250m")
public class JsonOpen {
  private static final int BATCH = 10_000;

  /** How many entries of 400 bytes the store has. */
  @Param("1000000")
  private int entries;

  private final Folder folder = new Folder();
  private @Nullable Storage opened;

  /** Writes the store. */
  @Setup
  public void fill() {
    try (Storage storage = Storage.of(JsonBackend.open(folder.file("store")))) {
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
    Storage storage = Storage.of(JsonBackend.open(folder.file("store")));
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

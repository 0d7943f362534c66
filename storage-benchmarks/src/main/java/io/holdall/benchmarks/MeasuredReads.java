package io.holdall.benchmarks;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.memory.MemoryBackend;
import io.holdall.storage.metrics.Metering;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What measuring costs a read from memory, the cheapest call there is. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MeasuredReads {
  private static final Key KEY = Payload.key(1);

  private final Storage plain = Storage.inMemory();
  private final Storage measured =
      Storage.builder(new MemoryBackend()).with(Metering.to(new SimpleMeterRegistry())).open();

  /** Writes the entry to both. */
  public MeasuredReads() {
    plain.put(KEY, Payload.value());
    measured.put(KEY, Payload.value());
  }

  /** One entry by its key. */
  @Benchmark
  public Optional<Entry> plain() {
    return plain.get(KEY);
  }

  /** The same, measured. */
  @Benchmark
  public Optional<Entry> measured() {
    return measured.get(KEY);
  }
}

package io.holdall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.holdall.storage.Storage;
import io.holdall.storage.Version;
import io.holdall.storage.json.JsonBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** Durable commits of one entry: the backend, a bare append and force, and RocksDB with sync. */
public class JsonWrites {
  /** The backend, shared by all threads. */
  @State(Scope.Benchmark)
  public static class Holdall {
    private final Folder folder = new Folder();
    private final AtomicLong next = new AtomicLong();
    private final Storage storage = Storage.of(JsonBackend.open(folder.file("store")));

    Version put() {
      return storage.put(Payload.key(next.getAndIncrement()), Payload.value());
    }

    /** Removes the store. */
    @TearDown
    public void close() {
      storage.close();
      folder.close();
    }
  }

  /** A file that lines are appended to. */
  @State(Scope.Benchmark)
  public static class Append {
    private final Folder folder = new Folder();
    private FileChannel channel;
    private long next;

    /** Creates the file. */
    @Setup
    public void open() throws IOException {
      channel =
          FileChannel.open(
              folder.file("log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Removes the file. */
    @TearDown
    public void close() throws IOException {
      channel.close();
      folder.close();
    }
  }

  /** RocksDB, which groups the commits of its callers as the backend does. */
  @State(Scope.Benchmark)
  public static class Rocks {
    private final Folder folder = new Folder();
    private final AtomicLong next = new AtomicLong();
    private Options options;
    private WriteOptions sync;
    private RocksDB database;

    /** Creates the database. */
    @Setup
    public void open() throws RocksDBException {
      options = new Options().setCreateIfMissing(true);
      sync = new WriteOptions().setSync(true);
      database = RocksDB.open(options, folder.file("rocks").toString());
    }

    RocksDB put() throws RocksDBException {
      String key = Payload.key(next.getAndIncrement()).encoded();
      database.put(sync, key.getBytes(UTF_8), Payload.json().getBytes(UTF_8));
      return database;
    }

    /** Removes the database. */
    @TearDown
    public void close() {
      database.close();
      sync.close();
      options.close();
      folder.close();
    }
  }

  /** The backend, one thread. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public Version commitHoldall(Holdall holdall) {
    return holdall.put();
  }

  /** Append and force, one thread. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public int commitAppend(Append append) throws IOException {
    String line = Payload.key(append.next++).encoded() + " " + Payload.json() + "\n";
    int written = append.channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
    append.channel.force(false);
    return written;
  }

  /** The backend, 16 threads. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(Crowd.OPERATIONS)
  public int commit16Holdall(Crowd crowd, Holdall holdall) throws Exception {
    return crowd.run(holdall::put);
  }

  /** RocksDB, 16 threads. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(Crowd.OPERATIONS)
  public int commit16Rocks(Crowd crowd, Rocks rocks) throws Exception {
    return crowd.run(rocks::put);
  }
}

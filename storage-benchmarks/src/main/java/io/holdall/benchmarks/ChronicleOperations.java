package io.holdall.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Storage;
import io.holdall.storage.Value;
import io.holdall.storage.Version;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.ChronicleBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * Reads and writes of one of 100,000 entries: the backend with durability {@code process}, a bare
 * Chronicle Map, and RocksDB without sync. Keys and values are made before, in the form that each
 * takes, and lie in memory that the processor does not have at hand; but a message of a session is
 * read by a key that is made for it, as applications do.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      ChronicleFlags.LANG,
      ChronicleFlags.REFLECT,
      ChronicleFlags.COMPILER,
      ChronicleFlags.CHANNELS,
      ChronicleFlags.CLEANERS
    })
public class ChronicleOperations {
  private static final int ENTRIES = 100_000;
  private static final int VALUES = 1_000;
  private static final int SESSIONS = ENTRIES / Payload.MESSAGES;
  private static final int AVERAGE_KEY_BYTES = 48;
  private static final int DIGITS = 12;

  private static byte[] bytes(Key key) {
    return key.encoded().getBytes(UTF_8);
  }

  /** As {@link Key#child(long)} makes it. */
  private static byte[] child(byte[] session, int number) {
    byte[] key = Arrays.copyOf(session, session.length + 1 + DIGITS);
    key[session.length] = '/';
    int rest = number;
    for (int at = key.length - 1; at > session.length; at--) {
      key[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return key;
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  /** The backend. */
  @State(Scope.Benchmark)
  public static class Holdall {
    private final Folder folder = new Folder();
    private final Key[] keys = new Key[ENTRIES];
    private final Key[] sessions = new Key[SESSIONS];
    private final Value[] values = new Value[VALUES];
    private final Storage storage =
        Storage.of(
            ChronicleBackend.builder(folder.file("store"))
                .entries(ENTRIES)
                .averageKeyBytes(AVERAGE_KEY_BYTES)
                .averageValueBytes(Payload.VALUE_BYTES)
                .open());

    /** Fills it. */
    @Setup
    public void fill() {
      for (int i = 0; i < VALUES; i++) {
        values[i] = Payload.value();
      }
      for (int i = 0; i < SESSIONS; i++) {
        sessions[i] = Payload.session(i);
      }
      for (int i = 0; i < ENTRIES; ) {
        WriteBatch.Builder batch = WriteBatch.builder();
        for (int end = i + 1_000; i < end; i++) {
          keys[i] = Payload.key(i);
          batch.put(keys[i], values[i % VALUES]);
        }
        storage.commit(batch.build());
      }
    }

    /** Removes it. */
    @TearDown
    public void close() {
      storage.close();
      folder.close();
    }
  }

  /** A Chronicle Map in a file. */
  @State(Scope.Benchmark)
  public static class Raw {
    private final Folder folder = new Folder();
    private final byte[][] keys = new byte[ENTRIES][];
    private final byte[][] sessions = new byte[SESSIONS][];
    private final byte[][] values = new byte[VALUES][];
    private ChronicleMap<byte[], byte[]> map;

    /** Fills it. */
    @Setup
    public void fill() throws IOException {
      map =
          ChronicleMap.of(byte[].class, byte[].class)
              .entries(ENTRIES)
              .averageKeySize(AVERAGE_KEY_BYTES)
              .averageValueSize(Payload.VALUE_BYTES)
              .putReturnsNull(true)
              .createPersistedTo(folder.file("raw.map").toFile());
      for (int i = 0; i < VALUES; i++) {
        values[i] = Payload.json().getBytes(UTF_8);
      }
      for (int i = 0; i < SESSIONS; i++) {
        sessions[i] = bytes(Payload.session(i));
      }
      for (int i = 0; i < ENTRIES; i++) {
        keys[i] = bytes(Payload.key(i));
        map.put(keys[i], values[i % VALUES]);
      }
    }

    /** Removes it. */
    @TearDown
    public void close() {
      map.close();
      folder.close();
    }
  }

  /** RocksDB. */
  @State(Scope.Benchmark)
  public static class Rocks {
    private final Folder folder = new Folder();
    private final List<byte[]> keys = new ArrayList<>(ENTRIES);
    private final List<byte[]> values = new ArrayList<>(VALUES);
    private Options options;
    private WriteOptions noSync;
    private RocksDB database;

    /** Fills it. */
    @Setup
    public void fill() throws RocksDBException {
      options = new Options().setCreateIfMissing(true);
      noSync = new WriteOptions().setSync(false);
      database = RocksDB.open(options, folder.file("rocks").toString());
      for (int i = 0; i < VALUES; i++) {
        values.add(Payload.json().getBytes(UTF_8));
      }
      for (int i = 0; i < ENTRIES; i++) {
        keys.add(bytes(Payload.key(i)));
        database.put(noSync, keys.get(i), values.get(i % VALUES));
      }
    }

    /** Removes it. */
    @TearDown
    public void close() {
      database.close();
      noSync.close();
      options.close();
      folder.close();
    }
  }

  /** One entry by its key, from the backend. */
  @Benchmark
  public Optional<Entry> readHoldall(Holdall holdall) {
    return holdall.storage.get(holdall.keys[random(ENTRIES)]);
  }

  /** One value by its key, from the map. */
  @Benchmark
  public byte @Nullable [] readRaw(Raw raw) {
    return raw.map.get(raw.keys[random(ENTRIES)]);
  }

  /** One message of a session by its number, from the backend. */
  @Benchmark
  public Optional<Entry> readMessageHoldall(Holdall holdall) {
    Key session = holdall.sessions[random(SESSIONS)];
    return holdall.storage.get(session.child(random(Payload.MESSAGES)));
  }

  /** One message of a session by its number, from the map. */
  @Benchmark
  public byte[] readMessageRaw(Raw raw) {
    byte[] session = raw.sessions[random(SESSIONS)];
    return Objects.requireNonNull(raw.map.get(child(session, random(Payload.MESSAGES))));
  }

  /** One value by its key, from RocksDB. */
  @Benchmark
  public byte @Nullable [] readRocks(Rocks rocks) throws RocksDBException {
    return rocks.database.get(rocks.keys.get(random(ENTRIES)));
  }

  /** A commit of one put. */
  @Benchmark
  public Version commitHoldall(Holdall holdall) {
    return holdall.storage.put(holdall.keys[random(ENTRIES)], holdall.values[random(VALUES)]);
  }

  /** A put into the map. */
  @Benchmark
  public void commitRaw(Raw raw) {
    raw.map.put(raw.keys[random(ENTRIES)], raw.values[random(VALUES)]);
  }

  /** A put into RocksDB. */
  @Benchmark
  public void commitRocks(Rocks rocks) throws RocksDBException {
    rocks.database.put(
        rocks.noSync, rocks.keys.get(random(ENTRIES)), rocks.values.get(random(VALUES)));
  }
}

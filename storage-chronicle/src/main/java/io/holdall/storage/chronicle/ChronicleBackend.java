package io.holdall.storage.chronicle;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.chronicle.log.Disk;
import io.holdall.storage.chronicle.log.OsDisk;
import io.holdall.storage.chronicle.log.Sizes;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A store for one process that wants its reads and writes fast: entries off the heap in a Chronicle
 * Map, an ordered index of their keys on the heap, and a log that makes commits whole and durable.
 *
 * <pre>{@code
 * try (Storage storage = Storage.of(ChronicleBackend.open(Path.of("data-fast")))) { … }
 * }</pre>
 *
 * <dl>
 *   <dt>Durability
 *   <dd>By default {@code PROCESS}: the death of the process takes nothing that was acknowledged, a
 *       power cut may take what was committed last, after which the store may have to be repaired.
 *       With {@code POWER} a power cut takes nothing; concurrent commits share one sync.
 *   <dt>JVM
 *   <dd>Writing needs the flags that {@code docs/chronicle.md} shows; without them opening fails
 *       with {@code Configuration}, quoting those that are missing. Reading needs none.
 *   <dt>Processes
 *   <dd>One opening may write; a second gets {@code Unavailable} with the attributes {@code
 *       reason=locked} and {@code holder}, at once. Any number may open it read-only meanwhile;
 *       they follow the writer, and may see a commit a moment before it is durable.
 *   <dt>Capacity
 *   <dd>The map is laid out for a number of entries of average sizes and how many times it may
 *       grow. When it is full a commit is refused with {@code LimitExceeded}; everything stays
 *       readable and deletable. Opening with other sizes makes the map anew.
 *   <dt>Memory
 *   <dd>About 200 bytes of heap for every key, none for values; the values that a commit replaces
 *       while a snapshot is open stay on the heap until it is closed.
 *   <dt>Damage
 *   <dd>Everything has a checksum. What is not as it was written is {@code Corrupt} with the
 *       attributes {@code file} and {@code offset}; only the end of the log, which a crash may have
 *       torn, is cut off. {@link ChronicleBackendFactory} verifies and repairs.
 * </dl>
 */
public final class ChronicleBackend implements StorageBackend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "chronicle";

  private final Capabilities capabilities;
  private final OpenStore store;

  private ChronicleBackend(Capabilities capabilities, OpenStore store) {
    this.capabilities = capabilities;
    this.store = store;
  }

  /**
   * Opens the store in a directory for reading and writing, and makes it if there is none.
   *
   * @throws StorageException.Configuration if the JVM lacks a flag
   * @throws StorageException.Unavailable if another opening may write to it
   * @throws StorageException.Corrupt if it is damaged, or the directory holds something else
   */
  public static ChronicleBackend open(Path directory) {
    return builder(directory).open();
  }

  /** Opens the store in a directory in another way. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** Opens on another disk, for tests of what happens when it fails. */
  static ChronicleBackend open(ChronicleOptions options, Disk disk) {
    OpenStore store =
        options.capabilities().readOnly()
            ? ReadOnlyStore.open(options.directory())
            : Opening.open(options, disk);
    return new ChronicleBackend(options.capabilities(), store);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return store.get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return store.scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return store.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public StorageStats stats() {
    return store.stats();
  }

  @Override
  public <T> Optional<T> extension(Class<T> type) {
    return Optional.empty();
  }

  @Override
  public void close() {
    store.close();
  }

  OpenStore store() {
    return store;
  }

  /** Says how a store is to be opened; not thread-safe. */
  public static final class Builder {
    private static final int SEGMENT_BYTES = 32 << 20;
    private static final long GARBAGE_BYTES = 256L << 20;

    private final Path directory;
    private final Capabilities.Builder capabilities =
        Capabilities.of(TYPE).durability(Durability.PROCESS).rangeChecks(true).snapshots(true);
    private UnaryOperator<Sizes> sizes = present -> present;
    private int segmentBytes = SEGMENT_BYTES;
    private long garbageBytes = GARBAGE_BYTES;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * What a commit survives: {@code PROCESS}, the default, or {@code POWER}.
     *
     * @throws StorageException.Configuration for anything else
     */
    public Builder durability(Durability durability) {
      if (durability == Durability.NONE) {
        throw new StorageException.Configuration(
            "The durability of a chronicle store is PROCESS or POWER");
      }
      capabilities.durability(durability);
      return this;
    }

    /** For reading only: beside a writer, and where nothing may be written; false when not set. */
    public Builder readOnly(boolean readOnly) {
      capabilities.readOnly(readOnly);
      return this;
    }

    /** How many entries the map is laid out for; as it was made, at first 100,000, when not set. */
    public Builder entries(long entries) {
      return then(
          sizes ->
              new Sizes(
                  entries, sizes.averageKeyBytes(), sizes.averageValueBytes(), sizes.growth()));
    }

    /** How long encoded keys are on average; as it was made, at first 64, when not set. */
    public Builder averageKeyBytes(int bytes) {
      return then(
          sizes -> new Sizes(sizes.entries(), bytes, sizes.averageValueBytes(), sizes.growth()));
    }

    /** How long values are on average; as it was made, at first 1,024, when not set. */
    public Builder averageValueBytes(int bytes) {
      return then(
          sizes -> new Sizes(sizes.entries(), sizes.averageKeyBytes(), bytes, sizes.growth()));
    }

    /** How many times as much the map may grow to hold; as it was made, at first 10. */
    public Builder growth(int times) {
      return then(
          sizes ->
              new Sizes(
                  sizes.entries(), sizes.averageKeyBytes(), sizes.averageValueBytes(), times));
    }

    /** The largest value, in bytes; 16 MiB when not set. */
    public Builder maxValueBytes(int bytes) {
      capabilities.maxValueBytes(bytes);
      return this;
    }

    /** The most operations in a batch; 10,000 when not set. */
    public Builder maxBatchOperations(int operations) {
      capabilities.maxBatchOperations(operations);
      return this;
    }

    /** The largest batch, in bytes of keys and values; 64 MiB when not set. */
    public Builder maxBatchBytes(long bytes) {
      capabilities.maxBatchBytes(bytes);
      return this;
    }

    /** How long files of the log become, and how much garbage is in them, for tests. */
    Builder logBytes(int segment, long garbage) {
      segmentBytes = segment;
      garbageBytes = garbage;
      return this;
    }

    Capabilities.Builder capabilities() {
      return capabilities;
    }

    private Builder then(UnaryOperator<Sizes> change) {
      UnaryOperator<Sizes> before = sizes;
      sizes = present -> change.apply(before.apply(present));
      return this;
    }

    /**
     * Opens the store, and makes it if there is none, unless it is opened read-only.
     *
     * @throws StorageException.Unavailable if another opening may write to it, or it is not there
     *     and is to be opened read-only; the attribute {@code reason} is {@code locked} or {@code
     *     not-found}
     * @throws StorageException.Corrupt if it is damaged, or the directory holds something else
     * @throws StorageException.Configuration if a size is out of range, or the JVM lacks a flag
     */
    public ChronicleBackend open() {
      return ChronicleBackend.open(options(), new OsDisk());
    }

    ChronicleOptions options() {
      return new ChronicleOptions(
          directory, capabilities.build(), sizes, segmentBytes, garbageBytes);
    }
  }
}

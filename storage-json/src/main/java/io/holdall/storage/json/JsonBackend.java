package io.holdall.storage.json;

import io.holdall.storage.CommitResult;
import io.holdall.storage.Entry;
import io.holdall.storage.Key;
import io.holdall.storage.Page;
import io.holdall.storage.Scan;
import io.holdall.storage.StorageException;
import io.holdall.storage.WriteBatch;
import io.holdall.storage.json.disk.Disk;
import io.holdall.storage.json.disk.OsDisk;
import io.holdall.storage.spi.Capabilities;
import io.holdall.storage.spi.Capabilities.Durability;
import io.holdall.storage.spi.Snapshot;
import io.holdall.storage.spi.StorageBackend;
import io.holdall.storage.spi.StorageStats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A store in a directory of JSON lines: a log to which every commit adds one line, with an index of
 * all keys in memory. {@code tail -f} shows what is committed, {@code jq} reads it.
 *
 * <pre>{@code
 * try (Storage storage = Storage.of(JsonBackend.open(Path.of("data")))) {
 *   storage.put(Key.of("settings", "theme"), Value.json("{\"dark\":true}"));
 * }
 * }</pre>
 *
 * <dl>
 *   <dt>Durability
 *   <dd>A power cut takes nothing that was acknowledged, unless the builder asks for less.
 *       Concurrent commits share one sync.
 *   <dt>Processes
 *   <dd>One opening may write; a second gets {@code Unavailable} with the attributes {@code
 *       reason=locked} and {@code holder}, at once. Any number may open it read-only meanwhile,
 *       also where they may not write; they follow the writer. A reader may see a commit a moment
 *       before it is durable.
 *   <dt>Memory
 *   <dd>Some 50 to 100 bytes for every key, none for values.
 *   <dt>Keys and files
 *   <dd>Names of files never come from keys: no key reaches outside the directory, and keys that
 *       differ only in case, or are names that a system reserves, are keys like any others.
 *   <dt>Damage
 *   <dd>Every line and every value has a checksum. What is not as it was written is {@code Corrupt}
 *       with the attributes {@code file} and {@code offset}; only the end of the log, which a crash
 *       may have torn, is cut off. {@link JsonBackendFactory} verifies and repairs.
 * </dl>
 *
 * <p>The files are described in {@code docs/json-format.md}.
 */
public final class JsonBackend implements StorageBackend {
  /** The name of this backend in profiles. */
  public static final String TYPE = "json";

  private final Capabilities capabilities;
  private final OpenStore store;

  private JsonBackend(Capabilities capabilities, OpenStore store) {
    this.capabilities = capabilities;
    this.store = store;
  }

  /**
   * Opens the store in a directory for reading and writing, and makes it if there is none.
   *
   * @throws StorageException.Unavailable if another opening may write to it
   * @throws StorageException.Corrupt if it is damaged, or the directory holds something else
   */
  public static JsonBackend open(Path directory) {
    return builder(directory).open();
  }

  /** Opens the store in a directory in another way. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** Opens on another disk and with another worker, for tests of what happens when they fail. */
  static JsonBackend open(Disk disk, JsonOptions options, Worker worker) {
    OpenStore store =
        options.isReadOnly()
            ? ReadOnlyStore.open(disk, options)
            : WritableStore.open(disk, options, worker);
    return new JsonBackend(options.capabilities(), store);
  }

  static Capabilities.Builder defaultCapabilities() {
    return Capabilities.of(TYPE).durability(Durability.POWER).rangeChecks(true).snapshots(true);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Optional<Entry>> get(List<Key> keys) {
    return store.readers().get(keys);
  }

  @Override
  public Page scan(Scan scan) {
    return store.readers().scan(scan);
  }

  @Override
  public CommitResult commit(WriteBatch batch) {
    return store.commit(batch);
  }

  @Override
  public Snapshot snapshot() {
    return store.readers().snapshot();
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
    /** How long a segment may become when nothing else is said. */
    static final long DEFAULT_SEGMENT_BYTES = 64L << 20;

    /** What percentage of a segment must be garbage when nothing else is said. */
    static final int DEFAULT_GARBAGE_PERCENT = 50;

    private final Path directory;
    private final Capabilities.Builder capabilities = defaultCapabilities();
    private long segmentBytes = DEFAULT_SEGMENT_BYTES;
    private int garbagePercent = DEFAULT_GARBAGE_PERCENT;

    private Builder(Path directory) {
      this.directory = directory;
    }

    /**
     * What a commit survives: {@code POWER}, the default, or {@code PROCESS}, which is faster.
     * After a power cut under {@code PROCESS} the store may have to be repaired.
     *
     * @throws StorageException.Configuration for anything else
     */
    public Builder durability(Durability durability) {
      if (durability == Durability.NONE) {
        throw new StorageException.Configuration(
            "The durability of a json store is POWER or PROCESS");
      }
      capabilities.durability(durability);
      return this;
    }

    /** For reading only: beside a writer, and where nothing may be written; false when not set. */
    public Builder readOnly(boolean readOnly) {
      capabilities.readOnly(readOnly);
      return this;
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

    /**
     * How long a segment of the log may become, in bytes, unless one commit is longer: from 1 KiB
     * to 1 GiB, 64 MiB when not set. Garbage is only removed from full segments.
     */
    public Builder segmentBytes(long bytes) {
      segmentBytes = bytes;
      return this;
    }

    /** What percentage of a segment must be garbage for it to be rewritten; 50 when not set. */
    public Builder garbagePercent(int percent) {
      garbagePercent = percent;
      return this;
    }

    /** What the limits are set on, for settings that name them. */
    Capabilities.Builder capabilities() {
      return capabilities;
    }

    /**
     * Opens the store, and makes it if there is none, unless it is opened read-only.
     *
     * @throws StorageException.Unavailable if another opening may write to it, or it is not there
     *     and is to be opened read-only; the attribute {@code reason} is {@code locked} or {@code
     *     not-found}
     * @throws StorageException.Corrupt if it is damaged, or the directory holds something else
     * @throws StorageException.Configuration if a size is out of range
     */
    public JsonBackend open() {
      Worker worker = Worker.daemon("holdall-json-" + directory.getFileName());
      return JsonBackend.open(new OsDisk(), options(), worker);
    }

    JsonOptions options() {
      return new JsonOptions(directory, capabilities.build(), segmentBytes, garbagePercent / 100.0);
    }
  }
}

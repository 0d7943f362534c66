package io.holdall.storage.spi;

import io.holdall.storage.Key;

/**
 * What a store can do and how much it takes. Everything claimed here is exercised by the contract
 * kit, everything not claimed must be refused with {@code Unsupported}.
 *
 * <pre>{@code
 * Capabilities.of("json").durability(POWER).snapshots(true).build();
 * }</pre>
 *
 * @param backend the type's name, as errors and profiles use it
 * @param atomicity how much one commit may change
 * @param durability what an acknowledged commit survives
 * @param conditions whether conditions other than "any" are kept
 * @param rangeChecks whether a commit can check whole ranges, which makes transactions that read
 *     ranges serialisable
 * @param snapshots whether {@link StorageBackend#snapshot()} works
 * @param multipleWriters whether several processes may write at once
 * @param distributed whether processes on different machines may use the store at once
 * @param readOnly whether this opening of the store refuses every write
 * @param maxKeyBytes the longest encoded key
 * @param maxValueBytes the largest value
 * @param maxBatchOperations the most operations in a batch
 * @param maxBatchBytes the most bytes of keys and values in a batch
 */
public record Capabilities(
    String backend,
    Atomicity atomicity,
    Durability durability,
    boolean conditions,
    boolean rangeChecks,
    boolean snapshots,
    boolean multipleWriters,
    boolean distributed,
    boolean readOnly,
    int maxKeyBytes,
    int maxValueBytes,
    int maxBatchOperations,
    long maxBatchBytes) {

  /** The default of {@link #maxValueBytes()}: 16 MiB. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 16 << 20;

  /** The default of {@link #maxBatchOperations()}. */
  public static final int DEFAULT_MAX_BATCH_OPERATIONS = 10_000;

  /** The default of {@link #maxBatchBytes()}: 64 MiB. */
  public static final long DEFAULT_MAX_BATCH_BYTES = 64L << 20;

  /** How much one commit may change. */
  public enum Atomicity {
    /** One operation. */
    ENTRY,
    /** Any operations within the limits. */
    STORE
  }

  /** What an acknowledged commit survives. */
  public enum Durability {
    /** Nothing: the data is gone when the store is closed. */
    NONE,
    /** The death of the process, but not a power cut. */
    PROCESS,
    /** A power cut. */
    POWER
  }

  /** Starts with what every full backend has; the rest is set by name. */
  public static Builder of(String backend) {
    return new Builder(backend);
  }

  /** These capabilities as a start for changed ones, for decorators. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Sets capabilities by name; not thread-safe. */
  public static final class Builder {
    private final String backend;
    private Atomicity atomicity = Atomicity.STORE;
    private Durability durability = Durability.NONE;
    private boolean conditions = true;
    private boolean rangeChecks;
    private boolean snapshots;
    private boolean multipleWriters;
    private boolean distributed;
    private boolean readOnly;
    private int maxKeyBytes = Key.MAX_ENCODED_BYTES;
    private int maxValueBytes = DEFAULT_MAX_VALUE_BYTES;
    private int maxBatchOperations = DEFAULT_MAX_BATCH_OPERATIONS;
    private long maxBatchBytes = DEFAULT_MAX_BATCH_BYTES;

    private Builder(String backend) {
      this.backend = backend;
    }

    private Builder(Capabilities from) {
      backend = from.backend;
      atomicity = from.atomicity;
      durability = from.durability;
      conditions = from.conditions;
      rangeChecks = from.rangeChecks;
      snapshots = from.snapshots;
      multipleWriters = from.multipleWriters;
      distributed = from.distributed;
      readOnly = from.readOnly;
      maxKeyBytes = from.maxKeyBytes;
      maxValueBytes = from.maxValueBytes;
      maxBatchOperations = from.maxBatchOperations;
      maxBatchBytes = from.maxBatchBytes;
    }

    /** See {@link Capabilities#atomicity()}; STORE when not set. */
    public Builder atomicity(Atomicity value) {
      atomicity = value;
      return this;
    }

    /** See {@link Capabilities#durability()}; NONE when not set. */
    public Builder durability(Durability value) {
      durability = value;
      return this;
    }

    /** See {@link Capabilities#conditions()}; true when not set. */
    public Builder conditions(boolean value) {
      conditions = value;
      return this;
    }

    /** See {@link Capabilities#rangeChecks()}; false when not set. */
    public Builder rangeChecks(boolean value) {
      rangeChecks = value;
      return this;
    }

    /** See {@link Capabilities#snapshots()}; false when not set. */
    public Builder snapshots(boolean value) {
      snapshots = value;
      return this;
    }

    /** See {@link Capabilities#multipleWriters()}; false when not set. */
    public Builder multipleWriters(boolean value) {
      multipleWriters = value;
      return this;
    }

    /** See {@link Capabilities#distributed()}; false when not set. */
    public Builder distributed(boolean value) {
      distributed = value;
      return this;
    }

    /** See {@link Capabilities#readOnly()}; false when not set. */
    public Builder readOnly(boolean value) {
      readOnly = value;
      return this;
    }

    /** See {@link Capabilities#maxKeyBytes()}; {@value Key#MAX_ENCODED_BYTES} when not set. */
    public Builder maxKeyBytes(int value) {
      maxKeyBytes = value;
      return this;
    }

    /** See {@link Capabilities#maxValueBytes()}; 16 MiB when not set. */
    public Builder maxValueBytes(int value) {
      maxValueBytes = value;
      return this;
    }

    /** See {@link Capabilities#maxBatchOperations()}; 10,000 when not set. */
    public Builder maxBatchOperations(int value) {
      maxBatchOperations = value;
      return this;
    }

    /** See {@link Capabilities#maxBatchBytes()}; 64 MiB when not set. */
    public Builder maxBatchBytes(long value) {
      maxBatchBytes = value;
      return this;
    }

    /** The capabilities. */
    public Capabilities build() {
      return new Capabilities(
          backend,
          atomicity,
          durability,
          conditions,
          rangeChecks,
          snapshots,
          multipleWriters,
          distributed,
          readOnly,
          maxKeyBytes,
          maxValueBytes,
          maxBatchOperations,
          maxBatchBytes);
    }
  }
}
